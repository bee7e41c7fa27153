"""The vocabulary of the site: films and all that is known about them."""

from .availability import Offer, Release
from .credit import Credit
from .film import Film
from .likeness import Likeness, LikenessBuild
from .parts import AlternativeTitle, FilmCompany, FilmTheme
from .provenance import Provenance
from .reception import Chart, ChartPosition, Score
from .reference import Company, Country, Genre, Language, Series, Service, Theme
from .removal import Removal

__all__ = [
    "AlternativeTitle",
    "Chart",
    "ChartPosition",
    "Company",
    "Country",
    "Credit",
    "Film",
    "FilmCompany",
    "FilmTheme",
    "Genre",
    "Language",
    "Likeness",
    "LikenessBuild",
    "Offer",
    "Provenance",
    "Release",
    "Removal",
    "Score",
    "Series",
    "Service",
    "Theme",
]
