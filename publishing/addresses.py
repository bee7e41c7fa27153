"""Finding the page at an address, or where it went."""

from collections.abc import Callable
from typing import TypeVar

from django.db import models
from django.http import Http404
from django.urls import reverse

from .models import Addressed, AddressedQuerySet
from .moved import MovedPermanently

A = TypeVar("A", bound=Addressed)


def page_at(pages: AddressedQuerySet[A], slug: str, suffix: str = "") -> A:
    """Return the page at this slug among `pages`.

    One query when it is there. Otherwise former slugs are tried (two more) and
    MovedPermanently names the address now, with `suffix` ("like/") behind it; Http404 if none.
    """
    page = pages.filter(slug=slug).first()
    if page is not None:
        return page
    moved = pages.formerly_at(slug).select_related(None).only("pk", "slug").first()
    if moved is None:
        raise Http404(f"No page at {slug!r}.")
    raise MovedPermanently(address_of(moved) + suffix)


def address_of(page: models.Model) -> str:
    return page.get_absolute_url()  # type: ignore[attr-defined, no-any-return]  # addressed pages have one


def addresses_of(name: str) -> Callable[[str], str]:
    """Return what makes a slug an address of this name; for thousands, each by its name is slow."""
    before, after = reverse(name, args=["slug"]).split("slug")
    return lambda slug: f"{before}{slug}{after}"
