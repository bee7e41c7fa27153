"""Pages of people."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from publishing.addresses import page_at

from .models import Person
from .person_page import PersonPage
from .portraits import draw_portrait


@require_safe
def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    person = page_at(Person.objects.select_related("photo"), slug)
    page = PersonPage(person)
    if not page.credits:
        # Who is credited on nothing public may be known from something that is not yet public.
        raise Http404(f"{slug!r} has no public film.")
    context = {"person": person, "page": page}
    return render(request, "people/person_detail.html", context)


@require_safe
def person_portrait(_request: HttpRequest, slug: str) -> HttpResponse:
    """The drawn portrait, the same every time; its address changes with the person."""
    person = page_at(Person.objects.only("name", "slug"), slug, "portrait.svg")
    return HttpResponse(
        draw_portrait(person.name),
        content_type="image/svg+xml",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
