"""What the frame of every page says: the same for all, so worked out once."""

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString

from films.where import country_of, name_of


class NavigationEntry(NamedTuple):
    label: str
    address: str


@lru_cache(maxsize=1)
def navigation() -> tuple[NavigationEntry, ...]:
    return tuple(
        NavigationEntry(label, reverse(name))
        for label, name in (
            ("Films", "films:film_index"),
            ("Lists", "lists:like_list_index"),
            ("Blend", "pages:blend"),
            ("Reviews", "reviews:review_index"),
            ("Articles", "articles:article_index"),
            ("Charts", "charts:chart_index"),
        )
    )


@lru_cache(maxsize=1)
def stylesheets() -> tuple[str, ...]:
    """Return the addresses of all stylesheets, in the order of their layers' files."""
    folder = Path(settings.BASE_DIR) / "static" / "css"
    first = sorted(folder.glob("0*.css"))
    components = sorted((folder / "components").glob("*.css"))
    last = sorted(folder.glob("9*.css"))
    return tuple(static(f"css/{path.relative_to(folder)}") for path in (*first, *components, *last))


@lru_cache(maxsize=1)
def site_files() -> SafeString:
    return render_to_string("_site_files.html", {"stylesheets": stylesheets()})


@lru_cache(maxsize=1)
def site_header() -> SafeString:
    return render_to_string("_site_header.html", {"navigation": navigation()})


@lru_cache(maxsize=250)
def site_footer(country_name: str) -> SafeString:
    return render_to_string("_site_footer.html", {"country_name": country_name})


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what base.html needs, drawn once in each process."""
    country_name = name_of(country_of(request))
    return {
        "site_files": site_files(),
        "site_header": site_header(),
        "site_footer": site_footer(country_name),
        "country_name": country_name,
    }
