"""Pages before they are public: who sees them, as what, and for how long."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from publishing.models import Status
from publishing.previewing import ticket_for
from tests.factories import make_article, make_film, make_ready_list, make_review, make_user

pytestmark = pytest.mark.django_db
MAKERS = [make_ready_list, make_review, make_article]


def link(page: Any) -> str:
    return reverse("pages:preview", args=[ticket_for(page)])


def staff_address(page: Any) -> str:
    return reverse("pages:preview_for_staff", args=[page._meta.label_lower, page.pk])


@pytest.mark.parametrize("make", MAKERS)
def test_a_link_shows_exactly_what_will_be_public_and_keeps_it_private(
    client: Client, make: Any
) -> None:
    page = make(status=Status.DRAFT, publish_at=None)
    assert client.get(page.get_absolute_url()).status_code == 404
    answer = client.get(link(page))
    assert answer.status_code == 200
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    page.status, page.publish_at = Status.PUBLISHED, timezone.now()
    page.save()
    public = client.get(page.get_absolute_url())
    assert public.status_code == 200
    assert answer.templates[0].name == public.templates[0].name
    for words in (page.headline, page.standfirst):
        assert escape(words) in answer.content.decode()
        assert escape(words) in public.content.decode()


def test_a_link_works_for_seven_days(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = make_review(status=Status.DRAFT, publish_at=None)
    address, now = link(page), time.time()
    nearly = dt.timedelta(days=6, hours=23).total_seconds()
    monkeypatch.setattr(time, "time", lambda: now + nearly)
    assert client.get(address).status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + dt.timedelta(days=7, minutes=1).total_seconds())
    answer = client.get(address)
    assert answer.status_code == 410
    assert "This preview has ended" in answer.content.decode()
    assert "noindex" in answer["X-Robots-Tag"]


def test_a_forged_link_shows_nothing_and_a_withdrawn_page_is_gone(client: Client) -> None:
    page = make_review(status=Status.DRAFT, publish_at=None)
    address = link(page)
    assert client.get(address[:-2] + "x/").status_code == 404
    assert client.post(address).status_code == 405
    page.withdraw()
    assert client.get(address).status_code == 410
    page.delete()
    assert client.get(address).status_code == 410


def test_staff_preview_what_they_see_at_the_desk(client: Client) -> None:
    writer = make_user("Writer")
    own = make_review(status=Status.DRAFT, publish_at=None, owner=writer)
    other = make_review(status=Status.DRAFT, publish_at=None)
    assert client.get(staff_address(own)).status_code == 302
    client.force_login(writer)
    assert client.get(staff_address(own)).status_code == 200
    assert client.get(staff_address(other)).status_code == 404
    client.force_login(make_user("Editor"))
    assert client.get(staff_address(other)).status_code == 200
    film = make_film()
    assert client.get(f"/preview/films.film/{film.pk}/").status_code == 404


def test_the_desk_offers_the_preview_and_the_link(admin_client: Client) -> None:
    page = make_review(status=Status.DRAFT, publish_at=None)
    html = admin_client.get(reverse("admin:reviews_review_change", args=[page.pk])).content.decode()
    assert f'href="{staff_address(page)}"' in html
    assert "/preview/" in html


def test_robots_are_told_to_stay_away(client: Client) -> None:
    assert "Disallow: /preview/" in client.get("/robots.txt").content.decode()
