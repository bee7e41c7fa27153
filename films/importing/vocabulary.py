"""The words that films are described with: those that are here, and new ones as they come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from films.models import Company, Country, Genre, Language, Series, Theme

from .records import Word
from .slugs import stem

LONGEST_NAME = 120
MOST_KNOWN = 200_000  # words of a kind that are remembered


class Named:
    """Words of a kind by their slugs; what has the same slug is the same word."""

    def __init__(self, model: type[models.Model], **fields: Any) -> None:
        self.model, self.fields = model, fields
        self._known: dict[str, int] = {}

    def learn(self, names: Iterable[str]) -> None:
        """Find or make the words of a batch (one query, more where some are new)."""
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        new = {slug: name for name in names if (slug := self._slug(name)) not in self._known}
        if not new:
            return
        rows: Any = self.model._default_manager
        self._known.update(rows.filter(slug__in=new).values_list("slug", "pk"))
        made = [
            self.model(slug=slug, name=name[:LONGEST_NAME], **self.fields)
            for slug, name in new.items()
            if slug not in self._known
        ]
        for row in rows.bulk_create(made):
            self._known[row.slug] = row.pk

    def of(self, names: Iterable[str]) -> list[int]:
        """Return the numbers of words, each once, in their order."""
        return list(dict.fromkeys(self._known[self._slug(name)] for name in names))

    def forget(self) -> None:
        self._known.clear()

    @staticmethod
    def _slug(name: str) -> str:
        return stem(name[:LONGEST_NAME], "unnamed")[:LONGEST_NAME].strip("-")


class Coded:
    """Countries or languages by their codes; those without a name here or there are left out."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self._codes: dict[str, str] = {}

    def learn(self, words: Iterable[Word]) -> None:
        """Find or make the words of a batch (one query the first time, and for new ones)."""
        rows: Any = self.model._default_manager
        if not self._codes:
            for code, name in rows.values_list("code", "name"):
                self._codes |= {code: code, name.casefold(): code}
        for code, name in dict.fromkeys(words):
            if code and name and code not in self._codes:
                is_taken = name.casefold() in self._codes
                row = self.model(code=code, name=f"{name} ({code})" if is_taken else name)
                if isinstance(row, Country):
                    row.the = name.startswith("United ")
                row.save(force_insert=True)
                self._codes |= {code: code, name.casefold(): code}

    def of(self, words: Iterable[Word]) -> list[str]:
        """Return the codes of the words that are known, each once, in their order."""
        found = (self._codes.get(code) or self._codes.get(name.casefold()) for code, name in words)
        return list(dict.fromkeys(code for code in found if code))

    def knows(self, code: str) -> str | None:
        return self._codes.get(code)

    def forget(self) -> None:
        self._codes.clear()


class Vocabulary:
    """All kinds of words that an import needs."""

    def __init__(self) -> None:
        self.genres = Named(Genre)
        self.keywords = Named(Theme, kind=Theme.Kind.KEYWORD)
        self.companies = Named(Company)
        self.series = Named(Series)
        self.countries = Coded(Country)
        self.languages = Coded(Language)

    def forget(self) -> None:
        """Forget all, as after a transaction that was rolled back."""
        for words in vars(self).values():
            words.forget()
