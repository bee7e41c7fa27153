"""Showing a picture in the sizes that a screen needs, or a drawing of ours in its place."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from pictures.templatetags.pictures import picture as renditions

from .models import Picture


def shown(picture: Picture, css_class: str, *, loading: str = "lazy") -> SafeString:
    """Return a picture element with AVIF, WebP and JPEG renditions."""
    return renditions(  # type: ignore[no-any-return]  # an untyped library; it returns safe HTML
        picture.file,
        img_alt=picture.alt,
        img_class=f"{css_class} {picture.focal_class}".strip(),
        img_loading=loading,
        s=2,
        m=1,
        l=1,
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
