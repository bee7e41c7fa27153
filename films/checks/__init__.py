"""Checks of what a text says about films against what the catalogue says."""

from .people import PEOPLE
from .records import Record, records_of
from .telling import Known, Telling, looked_up
from .titles import TITLES

__all__ = ["PEOPLE", "TITLES", "Known", "Record", "Telling", "looked_up", "records_of"]
