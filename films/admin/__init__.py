"""The desk for films and all that is known about them."""

from . import facts, film, reference

__all__ = ["facts", "film", "reference"]
