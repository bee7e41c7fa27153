"""Showing a picture in the sizes that a screen needs, or a drawing of ours in its place."""

from __future__ import annotations

from enum import Enum
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .models import Picture


class Slot(Enum):
    """Where a picture stands, as the width that it takes there on the screen (CSS `sizes`)."""

    CARD = "(min-width: 62rem) 11rem, 44vw"
    HERO = "(min-width: 48rem) 23rem, 15rem"
    ENTRY = "(min-width: 48rem) 17rem, 13rem"
    PERSON = "(min-width: 48rem) 15rem, 11rem"


def shown(
    picture: Picture, css_class: str, slot: Slot = Slot.CARD, *, loading: str = "lazy"
) -> SafeString:
    """Return a picture element with AVIF, WebP and JPEG renditions."""
    renditions: dict[str, dict[int, Any]] = picture.file.aspect_ratios[None]
    sources = format_html_join(
        "",
        '<source type="image/{}" srcset="{}" sizes="{}">',
        (
            (kind.lower(), srcset(widths), slot.value)
            for kind, widths in renditions.items()
            if kind != "JPEG" and widths
        ),
    )
    return format_html(
        '<picture>{}<img class="{}" src="{}" srcset="{}" sizes="{}" width="{}" height="{}"'
        ' alt="{}" loading="{}" decoding="async"></picture>',
        sources,
        f"{css_class} {picture.focal_class}".strip(),
        picture.file.url,
        srcset(renditions["JPEG"]) or f"{picture.file.url} {picture.width}w",
        slot.value,
        picture.width,
        picture.height,
        picture.alt,
        loading,
    )


def srcset(renditions: dict[int, Any]) -> str:
    """Return renditions by width as an element's srcset."""
    return ", ".join(f"{rendition.url} {width}w" for width, rendition in renditions.items())


def credited(picture: Picture) -> SafeString:
    """Return the line that must stand near a picture: its owner and why we may show it."""
    owner = format_html('<a href="{}" rel="nofollow">{}</a>', picture.source, picture.credit)
    return format_html(
        '<small class="credit">Picture: {}, {}</small>',
        owner if picture.source else picture.credit,
        picture.get_licence_display(),
    )


def drawn(
    address: str, css_class: str, size: tuple[int, int], *, loading: str = "lazy"
) -> SafeString:
    """Return a drawing of ours: decorative, because its page or its caption names it in words."""
    return format_html(
        '<img class="{}" src="{}" width="{}" height="{}" alt="" loading="{}" decoding="async">',
        css_class,
        address,
        *size,
        loading,
    )
