"""The front page, about, health."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from django.views.static import serve

from .home import HomePage


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/home.html", {"page": HomePage()})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html")


@cache_control(public=True, max_age=86_400)
@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """An uploaded picture or one of its renditions, whose names change with their content."""
    return serve(request, path, document_root=str(settings.MEDIA_ROOT))


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer "ok" while the database answers; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
