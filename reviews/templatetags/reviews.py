"""How ratings look and sound."""

from django import template

register = template.Library()


@register.filter
def stars(rating: int) -> str:
    """Say half stars in words: 7 → "3.5"."""
    return f"{rating / 2:g}"


@register.filter
def star_marks(rating: int) -> str:
    """Draw half stars: 7 → "★★★½"."""
    return "★" * (rating // 2) + "½" * (rating % 2)


@register.filter
def star_gaps(rating: int) -> str:
    """Draw what is missing to five stars: 7 → "☆"."""
    return "☆" * ((10 - rating) // 2)
