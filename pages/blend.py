"""Blending films."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from films.where import country_of

from .blend_page import BlendPage


@require_safe
def blend(request: HttpRequest) -> HttpResponse:
    page = BlendPage(request.GET, country_of(request))
    if page.is_clear and not page.is_tidy:
        return HttpResponseRedirect(page.address)
    return render(request, "pages/blend.html", {"blend": page})
