"""The vocabulary of the site: films and all that is known about them."""

from .availability import Offer, Release
from .film import AlternativeTitle, Credit, Film, FilmCompany, FilmTheme
from .likeness import Likeness
from .reception import Chart, ChartPosition, Score
from .reference import Company, Country, Genre, Language, Series, Service, Theme

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
    "Offer",
    "Release",
    "Score",
    "Series",
    "Service",
    "Theme",
]
