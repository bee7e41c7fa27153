"""Django's admin classes as the stubs know them: by the rows that they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = [
    "AnyFormSet",
    "BaseModelAdmin",
    "ModelAdmin",
    "ModelForm",
    "StackedInline",
    "TabularInline",
]

if TYPE_CHECKING:
    from typing import Any

    from django.contrib.admin import ModelAdmin, StackedInline, TabularInline
    from django.contrib.admin.options import BaseModelAdmin
    from django.forms import ModelForm
    from django.forms.models import BaseInlineFormSet

    AnyFormSet = BaseInlineFormSet[Any, Any, ModelForm[Any]]
else:
    from django import forms
    from django.contrib import admin
    from django.forms.models import BaseInlineFormSet as AnyFormSet

    class ForRows:
        """At run time the type argument means nothing."""

        def __class_getitem__(cls, _row):
            return cls

    class BaseModelAdmin(ForRows, admin.options.BaseModelAdmin): ...

    class ModelAdmin(ForRows, admin.ModelAdmin): ...

    class StackedInline(ForRows, admin.StackedInline): ...

    class TabularInline(ForRows, admin.TabularInline): ...

    class ModelForm(ForRows, forms.ModelForm): ...
