"""What was typed into a form that could not be taken, kept so that it can be sent again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import UnreadablePostError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

LONG = 30  # characters of a text that is worth showing


@dataclass(frozen=True)
class KeptTyping:
    """The fields of a form of the desk, and where it was sent; passwords and files are left out."""

    path: str
    fields: list[tuple[str, str]]
    files: list[str]

    @classmethod
    def of_request(cls, request: HttpRequest) -> Self | None:
        """Return what a request sent to a page of the desk; None if that is nothing."""
        try:
            typed, files = request.POST, [str(file) for _, file in request.FILES.items()]
        except (UnreadablePostError, OSError):
            return None
        return cls._of(request.get_full_path(), typed, files)

    @classmethod
    def packed(cls, typed: QueryDict) -> Self | None:
        """Return what a form carries as `kept` for the page `kept_path`."""
        return cls._of(
            typed.get("kept_path", ""),
            QueryDict(typed.get("kept", "")),
            typed.getlist("kept_files"),
        )

    @classmethod
    def _of(cls, path: str, typed: QueryDict, files: list[str]) -> Self | None:
        fields = [
            (name, value)
            for name, values in typed.lists()
            for value in values
            if name != "csrfmiddlewaretoken" and "password" not in name
        ]
        kept = cls(path, fields, files)
        return kept if fields and kept._is_of_the_desk else None

    @property
    def _is_of_the_desk(self) -> bool:
        is_here = url_has_allowed_host_and_scheme(self.path, allowed_hosts=None)
        return is_here and self.path.startswith(reverse("admin:index"))

    @property
    def pack(self) -> str:
        """All fields in one text, for a form to carry."""
        data = QueryDict(mutable=True)
        for name, value in self.fields:
            data.appendlist(name, value)
        return data.urlencode()

    @property
    def texts(self) -> list[str]:
        """The longer of what was typed, to be read and copied."""
        return [value for _, value in self.fields if len(value) >= LONG and " " in value]


def send_again(
    request: HttpRequest, kept: KeptTyping, title: str, words: str, status: int = 200
) -> HttpResponse:
    """Show what is kept with a button that sends it again; needs neither database nor session."""
    context = {"kept": kept, "title": title, "words": words, "csrf_token": get_token(request)}
    return render(None, "kept_typing.html", context, status=status)


def comes_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the request."""
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(source).netloc == request.get_host()
