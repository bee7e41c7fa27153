"""Checks before publishing: of the words of a page, of the page, and what they find."""

from .findings import Check, Finding, Place, Problem, Registry, Severity
from .language import LANGUAGE
from .page import PAGE, Around, Shown
from .writing import Kind, Text, Writing

__all__ = [
    "LANGUAGE",
    "PAGE",
    "Around",
    "Check",
    "Finding",
    "Kind",
    "Place",
    "Problem",
    "Registry",
    "Severity",
    "Shown",
    "Text",
    "Writing",
]
