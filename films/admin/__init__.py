"""The desk for films and all that is known about them."""

from . import facts, film, merging, reference

__all__ = ["facts", "film", "merging", "reference"]
