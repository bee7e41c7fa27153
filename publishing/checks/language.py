"""Checks of the words of a page."""

from .findings import Registry
from .writing import Writing

LANGUAGE: Registry[Writing] = Registry()
