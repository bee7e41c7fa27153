"""What makes films alike, and which films are most alike: plain functions over films as data.

Nothing here knows of Django or owns a table; `films.likeness_store` feeds it and keeps its answers.
"""

from .evidence import Rarity, shared
from .facts import Billed, Evidence, FilmFacts, Named
from .ranking import Neighbour, Neighbourhood, neighbours

__all__ = [
    "Billed",
    "Evidence",
    "FilmFacts",
    "Named",
    "Neighbour",
    "Neighbourhood",
    "Rarity",
    "neighbours",
    "shared",
]
