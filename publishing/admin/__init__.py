"""The editors' desk: what its forms and lists share, and the rows that every page uses."""

from .accounts import AccountAdmin
from .findings import CheckReportAdmin, OverrulingAdmin
from .inlines import LabelledFormSet, OrderedFormSet, StackedRows, TabularRows
from .merging import MergingAdmin, around_merging
from .pages import AddressedAdmin, ScheduledAdmin
from .pictures import thumbnail
from .publishable import PublishableAdmin
from .rows import KeptRowAdmin, RowAdmin, desk_of, rows_link
from .typed import ModelForm

__all__ = [
    "AccountAdmin",
    "AddressedAdmin",
    "CheckReportAdmin",
    "KeptRowAdmin",
    "LabelledFormSet",
    "MergingAdmin",
    "ModelForm",
    "OrderedFormSet",
    "OverrulingAdmin",
    "PublishableAdmin",
    "RowAdmin",
    "ScheduledAdmin",
    "StackedRows",
    "TabularRows",
    "around_merging",
    "desk_of",
    "rows_link",
    "thumbnail",
]
