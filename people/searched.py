"""What search looks for people in."""

from publishing.finding import Folded

NAMES = (Folded("people_person", "folded_name"),)
