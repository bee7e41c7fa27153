"""All films to be shown, as columns in memory: browsing a million is as quick as a thousand.

`view()` is the catalogue of this moment; `view().select(asked, country)` the films for which all
that is asked holds, with how many have what, and any page of them in any order.
"""

from .at_hand import Unready, build, build_if_large, forget, view
from .selecting import Ask, Selection, View

__all__ = ["Ask", "Selection", "Unready", "View", "build", "build_if_large", "forget", "view"]
