"""Which country a visitor is told about. Everything that shows availability asks here."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from .models import Country


def country_of(_request: HttpRequest) -> str:
    """Return the ISO code of the country whose availability the request is answered with."""
    return str(settings.DEFAULT_COUNTRY)


def name_of(code: str) -> str:
    """Return a country's name as sentences use it, or its code while it has no row.

    One query an hour and process; the name of a country outlives that.
    """
    key = f"country-in-a-sentence:{code}"
    name: str | None = cache.get(key)
    if name is None:
        country = Country.objects.filter(code=code).first()
        if country is None:
            return code
        name = country.in_a_sentence
        cache.set(key, name, timeout=3600)
    return name
