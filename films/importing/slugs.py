"""Addresses for many new rows at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType

from publishing.folding import fold
from publishing.models import Addressed, FormerSlug
from publishing.models.addresses import LONGEST_STEM


def stem(text: str, otherwise: str) -> str:
    """Return text as it stands in an address; `otherwise` where nothing of it can."""
    return fold(text).replace(" ", "-")[:LONGEST_STEM].strip("-") or otherwise


def free_slugs(model: type[Addressed], wanted: Sequence[tuple[str, str]]) -> list[str]:
    """Return a slug for each (stem, outside id) that no row has or had (two queries).

    The stem alone where it is free, otherwise with the outside id behind it, which does not
    depend on what else is imported.
    """
    stems = {stem for stem, _ in wanted}
    content_type = ContentType.objects.get_for_model(model)
    former = FormerSlug.objects.filter(content_type=content_type, slug__in=stems)
    taken = set(model._default_manager.filter(slug__in=stems).values_list("slug", flat=True))
    taken |= set(former.values_list("slug", flat=True))
    slugs = []
    for stem_, key in wanted:
        slug = stem_ if stem_ not in taken else f"{stem_}-{key}" if key else ""
        if not slug or slug in taken:
            slug = _numbered(model, stem_, taken)
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _numbered(model: type[Addressed], wanted: str, taken: set[str]) -> str:
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return model._default_manager.free_slug(f"{wanted}-{number}")
