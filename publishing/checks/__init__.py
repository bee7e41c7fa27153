"""Checks before publishing: of the words of a page, of the page, and what they find."""

from .findings import Check, Finding, Place, Problem, Registry, Severity
from .writing import Kind, Text, Writing

__all__ = [
    "Check",
    "Finding",
    "Kind",
    "Place",
    "Problem",
    "Registry",
    "Severity",
    "Text",
    "Writing",
]
