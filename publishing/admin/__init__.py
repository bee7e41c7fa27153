"""The editors' desk: what its forms and lists share, and the rows that every page uses."""

from django.contrib import admin

from .accounts import AccountAdmin
from .inlines import LabelledFormSet, OrderedFormSet, StackedRows, TabularRows
from .pages import AddressedAdmin, PublishableAdmin, ScheduledAdmin
from .pictures import thumbnail
from .rows import RowAdmin, rows_link
from .typed import ModelForm

admin.site.site_header = admin.site.site_title = "Moreish"
admin.site.index_title = "The editors' desk"
admin.site.empty_value_display = "—"

__all__ = [
    "AccountAdmin",
    "AddressedAdmin",
    "LabelledFormSet",
    "ModelForm",
    "OrderedFormSet",
    "PublishableAdmin",
    "RowAdmin",
    "ScheduledAdmin",
    "StackedRows",
    "TabularRows",
    "rows_link",
    "thumbnail",
]
