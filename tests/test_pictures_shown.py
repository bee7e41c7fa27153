"""How uploaded pictures reach the screen."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from .factories import make_credit, make_entry, make_film, make_list, make_person, make_picture

pytestmark = pytest.mark.django_db


def test_a_poster_is_served_in_renditions_with_its_credit(client: Client) -> None:
    poster = make_picture(alt="A man at a wall", credit="Jane Doe")
    html = client.get(make_film("Heat", poster=poster).get_absolute_url()).content.decode()
    assert 'alt="A man at a wall"' in html
    assert "Picture: Jane Doe" in html
    assert 'sizes="(min-width: 48rem) 23rem, 15rem"' in html
    addresses = set(re.findall(r"/media/[^\s\"]+", html))
    assert addresses
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert response.headers["Content-Type"].startswith("image/")
        response.close()


def test_a_photo_has_its_credit(client: Client) -> None:
    person = make_person("Al Pacino", photo=make_picture(credit="Jane Doe"))
    make_credit(make_film(), person)
    assert "Picture: Jane Doe" in client.get(person.get_absolute_url()).content.decode()


def test_the_poster_of_a_list_entry_has_its_credit(client: Client) -> None:
    like_list = make_list()
    make_entry(like_list, make_film("Heat", poster=make_picture(credit="Jane Doe")))
    assert "Picture: Jane Doe" in client.get(like_list.get_absolute_url()).content.decode()


def test_media_never_leads_out_of_its_folder(client: Client) -> None:
    for path in (
        "../config/settings.py",
        "%2e%2e/manage.py",
        "pictures/",
        "",
        "x" * 300,
        "x" * 9000,
    ):
        assert client.get(f"/media/{path}").status_code in {400, 404}


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", "/films/"),
        ("?sort=title", "/films/"),
        ("?genre=thriller", "/films/?genre=thriller"),
        ("?genre=thriller&theme=amnesia", "/films/"),
    ],
)
def test_the_index_names_its_one_address(client: Client, query: str, canonical: str) -> None:
    make_film(genres=["thriller"], themes=["amnesia"])
    html = client.get(f"/films/{query}").content.decode()
    match = re.search(r'rel="canonical" href="http://[^/]+([^"]+)"', html)
    assert match is not None
    assert match[1] == canonical
