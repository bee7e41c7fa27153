"""What every published page shares: an address, a status with a schedule, pictures, by-lines."""

from .addresses import Addressed, AddressedQuerySet, FormerSlug, validate_address
from .checking import CheckReport, Overruling
from .editors import Editor
from .natural_keys import NaturalKeyModel, NaturalKeyQuerySet, Part
from .partial_dates import Precision, precision_field
from .pictures import Licence, Picture
from .publishable import (
    Author,
    Publishable,
    PublishableQuerySet,
    Scheduled,
    ScheduledQuerySet,
    Status,
    is_public,
)

__all__ = [
    "Addressed",
    "AddressedQuerySet",
    "Author",
    "CheckReport",
    "Editor",
    "FormerSlug",
    "Licence",
    "NaturalKeyModel",
    "NaturalKeyQuerySet",
    "Overruling",
    "Part",
    "Picture",
    "Precision",
    "Publishable",
    "PublishableQuerySet",
    "Scheduled",
    "ScheduledQuerySet",
    "Status",
    "is_public",
    "precision_field",
    "validate_address",
]
