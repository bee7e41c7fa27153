"""How lists look."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from lists.cards import list_cards as cards_of
from lists.models import LikeList

register = template.Library()


@register.filter
def list_cards(like_lists: Iterable[LikeList]) -> list[SafeString]:
    """Return the cards of lists from `as_cards()`, kept from an earlier drawing if possible."""
    return cards_of(like_lists)
