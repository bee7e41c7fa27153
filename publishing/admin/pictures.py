"""The desk for pictures."""
# ruff: noqa: ARG002 — signatures are those of Django's admin.

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from pictures.models import PictureField

from ..models import Picture
from ..uploads import check_picture
from .rows import RowAdmin


def thumbnail(picture: Picture | None, height: int = 64) -> SafeString | str:
    """Return a picture at a height in pixels, from its smallest sufficient rendition."""
    if picture is None or not picture.file or not picture.height:
        return ""
    width = max(1, round(picture.width * height / picture.height))
    renditions = picture.file.aspect_ratios[None]["WEBP"]
    sufficient = [size for size in renditions if size >= width]
    chosen = min(sufficient) if sufficient else max(renditions, default=None)
    address = picture.file.url if chosen is None else renditions[chosen].url
    image = '<img src="{}" width="{}" height="{}" alt="{}" loading="lazy" class="thumbnail">'
    return format_html(image, address, width, height, picture.alt)


@admin.register(Picture)
class PictureAdmin(RowAdmin[Picture]):
    list_display = ["shown", "name", "alt", "is_decorative", "credit", "licence", "size"]
    list_display_links = ["shown", "name"]
    list_filter = ["licence", "is_decorative"]
    search_fields = ["name", "alt", "credit", "source"]
    readonly_fields = ["preview", "size"]
    fieldsets = [
        (None, {"fields": ["name", "file", "preview", "size"]}),
        ("In words", {"fields": ["alt", "is_decorative"]}),
        ("Whose it is", {"fields": ["credit", "licence", "source"]}),
        ("Cropping", {"fields": [("focal_x", "focal_y")]}),
    ]

    def label(self, row: Picture) -> str:
        return f"{row.name} — {row.alt or 'decorative'}"

    @admin.display(description="picture")
    def shown(self, row: Picture) -> str:
        return thumbnail(row)

    @admin.display(description="preview")
    def preview(self, row: Picture) -> str:
        return thumbnail(row, 240)

    @admin.display(description="pixels")
    def size(self, row: Picture) -> str:
        return f"{row.width} by {row.height}" if row.width else ""

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        # Checked before it meets the row: a picture field measures what it is given.
        if isinstance(db_field, PictureField):
            kwargs.update(form_class=forms.FileField, validators=[check_picture])
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Picture]) -> None:
        """Delete one by one: each takes its files along and marks the pages that showed it."""
        for picture in queryset:
            picture.delete()
