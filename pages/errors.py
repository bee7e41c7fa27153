"""Error pages in the site's clothes; what was typed at the desk stays at hand on them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .desk.kept_typing import KeptTyping, comes_from_here, send_again


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 — Django names it
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 — Django names it
    return render(request, "403.html", status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 — Django names it
    """Answer to a form that came without its token, or with one from before signing in again."""
    kept = KeptTyping.of_request(request) if comes_from_here(request) else None
    if kept is None:
        return render(request, "403.html", status=403)
    words = "You have signed in or out since the page was opened, so nothing is saved yet."
    return send_again(request, kept, "That page was too old", words, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 — Django names it
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without context or database, either of which may be what failed."""
    kept = KeptTyping.of_request(request) if request.method == "POST" else None
    if kept is not None:
        words = "Something broke on our side, and it has been noted. Nothing is saved yet."
        return send_again(request, kept, "The film tore", words, status=500)
    return render(None, "500.html", status=500)
