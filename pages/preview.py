"""Pages as readers will see them, for editors and for those whom they send a link."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.core.signing import BadSignature, SignatureExpired
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lists.models import LikeList
from lists.views import show_list
from publishing.models import Publishable, Status
from publishing.previewing import page_named
from reviews.models import Article, Review
from reviews.views import show_article, show_review

# How a kind of page is shown, whatever its status; each is what its public view calls.
SHOWN: dict[str, tuple[type[Publishable], Callable[..., HttpResponse]]] = {
    "lists.likelist": (LikeList, show_list),
    "reviews.review": (Review, show_review),
    "reviews.article": (Article, show_article),
}


def kept_private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep answers out of search engines and caches, and their addresses out of referrers."""

    @wraps(view)
    def private(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return private


@kept_private
@require_safe
def preview(request: HttpRequest, ticket: str) -> HttpResponse:
    """Show a page to whoever has a link of the last seven days, unless it was withdrawn."""
    try:
        label, pk = page_named(ticket)
    except SignatureExpired:
        return render(request, "pages/preview_expired.html", status=410)
    except BadSignature:
        raise Http404("No preview of ours.") from None
    model, show = SHOWN[label]
    page = model._base_manager.filter(pk=pk).first()
    if page is None or page.status == Status.WITHDRAWN:
        return render(request, "pages/preview_expired.html", status=410)
    return show(request, pk)


@kept_private
@require_safe
@staff_member_required(login_url="admin:login")  # type: ignore[untyped-decorator]  # of Django
def preview_for_staff(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Show a page to those who see it at the desk."""
    if label not in SHOWN:
        raise Http404("No pages of this kind.")
    model, show = SHOWN[label]
    desk: Any = admin.site.get_model_admin(model)
    page = desk.get_object(request, str(pk))
    if page is None or not desk.has_view_permission(request, page):
        raise Http404("No such page at this desk.")
    return show(request, pk)
