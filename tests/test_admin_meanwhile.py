"""Two editors at one desk, pictures that change under pages, and questions without sense."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from films.models import Film
from lists.models import Entry, LikeList
from people.models import Person
from publishing.models import Author, Picture
from reviews.models import Review
from tests.test_admin import a_film, a_list, address, an_editor, form_data, our_models
from tests.test_admin_pictures import encoded, upload

pytestmark = pytest.mark.django_db
LONG_AGO = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
Committing = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


# Two editors -----------------------------------------------------------------------------------


def pages_of_all_kinds() -> list[tuple[Any, str]]:
    person = Person.objects.create(name="Brian A. Miller", slug="brian-a-miller")
    author = Author.objects.create(name="Vera", slug="vera")
    return [
        (a_list(), "standfirst"),
        (a_film(), "tagline"),
        (person, "birthplace"),
        (author, "name"),
    ]


def test_the_second_of_two_editors_is_told_and_keeps_what_was_typed(admin_client: Client) -> None:
    for row, field in pages_of_all_kinds():
        change = address(type(row), "change", row.pk)
        first, second = (form_data(admin_client.get(change)) for _ in range(2))
        assert admin_client.post(change, first | {field: "Ann was here."}).status_code == 302
        page = admin_client.post(change, second | {field: "Bo was here."})
        content = page.content.decode()
        assert "Somebody else saved this page meanwhile (admin, " in content
        assert "your text is kept below" in content
        assert "Both versions, side by side" in content
        assert [(d.before, d.after) for d in page.context["meanwhile"].differences] == [
            ("Ann was here.", "Bo was here.")
        ]
        assert "Bo was here." in content
        row.refresh_from_db()
        assert getattr(row, field) == "Ann was here."
        # Pressing the button again does not help; opening the page anew does.
        assert admin_client.post(change, form_data(page)).status_code == 200
        fresh = form_data(admin_client.get(change)) | {field: "Bo was here."}
        assert admin_client.post(change, fresh).status_code == 302


def test_the_state_of_the_page_is_written_into_its_form(admin_client: Client) -> None:
    for row, _ in pages_of_all_kinds():
        page = admin_client.get(address(type(row), "change", row.pk)).content.decode()
        assert page.count('type="hidden" name="opened_at"') == 1
        assert (
            'name="opened_at"' not in admin_client.get(address(type(row), "add")).content.decode()
        )


def test_rows_typed_into_a_refused_form_are_kept_too(admin_client: Client) -> None:
    like_list = a_list()
    entry = Entry.objects.create(like_list=like_list, film=a_film(), position=1)
    change = address(LikeList, "change", like_list.pk)
    data = form_data(admin_client.get(change))
    assert admin_client.post(change, data | {"entries-0-DELETE": "on"}).status_code == 302
    assert not Entry.objects.filter(pk=entry.pk).exists()
    page = admin_client.post(change, data | {"entries-0-blurb": "Bo's blurb."})
    assert page.status_code == 200
    assert "Bo&#x27;s blurb." in page.content.decode()


def test_a_form_that_does_not_say_when_it_was_opened_is_refused(admin_client: Client) -> None:
    like_list = a_list()
    change = address(LikeList, "change", like_list.pk)
    data = form_data(admin_client.get(change))
    del data["opened_at"]
    assert "meanwhile" in admin_client.post(change, data).content.decode()


def test_a_reader_of_the_desk_sees_the_page_without_its_state() -> None:
    client, film = an_editor("view_film", "view_author"), a_film()
    author = Author.objects.create(name="Vera", slug="vera")
    for row in (film, author):
        page = client.get(address(type(row), "change", row.pk))
        assert page.status_code == 200
        assert "opened_at" not in page.content.decode()


# Pictures under pages --------------------------------------------------------------------------


def a_picture(client: Client, media: Path) -> Picture:
    assert upload(client, encoded()).status_code == 302
    assert files(media)
    return Picture.objects.get()


def files(media: Path) -> set[Path]:
    return {path for path in media.rglob("*") if path.is_file()}


def pages_that_show(picture: Picture) -> list[Any]:
    film = a_film(poster=picture)
    whole = a_list("of-an-entry")
    Entry.objects.create(like_list=whole, film=a_film("Heat", 1995), position=1, picture=picture)
    person = Person.objects.create(name="Ann", slug="ann", photo=picture)
    pages = [film, whole, person, a_list("with-a-lead", picture=picture)]
    for page in [*pages, a_list("without")]:
        type(page).objects.filter(pk=page.pk).update(modified_at=LONG_AGO)
    return pages


def are_marked(pages: list[Any]) -> bool:
    for page in pages:
        page.refresh_from_db()
    assert LikeList.objects.get(slug="without").modified_at == LONG_AGO
    return all(page.modified_at > LONG_AGO for page in pages)


def test_new_words_of_a_picture_mark_every_page_that_shows_it(
    admin_client: Client, media: Path, django_capture_on_commit_callbacks: Committing
) -> None:
    picture = a_picture(admin_client, media)
    pages, before = pages_that_show(picture), files(media)
    with django_capture_on_commit_callbacks(execute=True):
        picture.alt = "Another text"
        picture.save()
    assert are_marked(pages)
    assert files(media) == before


def test_a_replaced_file_takes_its_renditions_along(
    admin_client: Client, media: Path, django_capture_on_commit_callbacks: Committing
) -> None:
    picture = a_picture(admin_client, media)
    pages, before = pages_that_show(picture), files(media)
    change = address(Picture, "change", picture.pk)
    new = SimpleUploadedFile("x.png", encoded("PNG", (300, 300), "RGBA"))
    with django_capture_on_commit_callbacks(execute=True):
        data = form_data(admin_client.get(change)) | {"file": new}
        assert admin_client.post(change, data).status_code == 302
        assert before <= files(media)
    assert before.isdisjoint(files(media))
    after = Picture.objects.get()
    assert Path(after.file.path).exists()
    assert all(rendition.path.exists() for rendition in after.file.get_picture_files_list())
    assert are_marked(pages)


@pytest.mark.parametrize("way", ["form", "selected"])
def test_a_deleted_picture_leaves_no_file_and_marks_its_pages(
    admin_client: Client, media: Path, django_capture_on_commit_callbacks: Committing, way: str
) -> None:
    picture = a_picture(admin_client, media)
    pages = pages_that_show(picture)
    with django_capture_on_commit_callbacks(execute=True):
        if way == "form":
            admin_client.post(address(Picture, "delete", picture.pk), {"post": "yes"})
        else:
            data = {"action": "delete_selected", "_selected_action": [picture.pk], "post": "yes"}
            admin_client.post(address(Picture, "changelist"), data)
    assert not Picture.objects.exists()
    assert not files(media)
    assert are_marked(pages)


def test_a_file_that_another_picture_has_too_is_kept(
    admin_client: Client, media: Path, django_capture_on_commit_callbacks: Committing
) -> None:
    picture = a_picture(admin_client, media)
    before = files(media)
    twin = Picture.objects.get()
    twin.pk, twin.name, twin._state.adding = None, "twin", True
    twin.save()
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert files(media) == before


def test_the_picture_of_a_film_may_be_mended_while_a_list_is_open(
    admin_client: Client, media: Path
) -> None:
    picture = a_picture(admin_client, media)
    like_list = a_list(picture=picture)
    change = address(LikeList, "change", like_list.pk)
    data = form_data(admin_client.get(change))
    picture.save()
    assert admin_client.post(change, data).status_code == 302
    film = a_film(poster=picture)
    page = admin_client.get(address(Film, "change", film.pk)).content.decode()
    assert 'id="add_id_poster"' in page
    assert 'id="change_id_poster"' not in page


# Questions without sense -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "question"),
    [
        (Film, "decade=99999999999999999999999"),
        (Film, "p=99999999999999999999999"),
        (Film, "o=99999999999999999999999"),
        (Review, "publish_at__year=99999999999999"),
        (Review, "publish_at__year=9999"),
        (Review, "publish_at__year=1"),
        (Review, "publish_at__year=2026&publish_at__month=2&publish_at__day=30"),
        (Review, "publish_at__gte=soon"),
        (Review, "film__id__exact=99999999999999999999999"),
        (Person, "born__year=99999999999999"),
    ],
)
def test_what_cannot_be_leads_to_a_list(admin_client: Client, model: Any, question: str) -> None:
    page = admin_client.get(f"{address(model, 'changelist')}?{question}", follow=True)
    assert page.status_code == 200
    if page.redirect_chain:
        assert "The address asked for what cannot be" in page.content.decode()
    else:
        assert not page.context["cl"].result_list


@pytest.mark.parametrize("model", [*our_models(), User, Group], ids=lambda model: model.__name__)
@pytest.mark.parametrize("words", [" ".join(map(str, range(900))), "-".join(map(str, range(900)))])
def test_an_endless_search_is_for_its_first_words(
    admin_client: Client, model: Any, words: str
) -> None:
    page = admin_client.get(address(model, "changelist"), {"q": words})
    assert page.status_code == 200
    assert len(page.context["cl"].query.split()) <= 8


@pytest.mark.parametrize("term", ["word " * 400, "a-b." * 400])
def test_an_endless_term_is_completed_by_its_first_words(
    admin_client: Client, rf: Any, term: str
) -> None:
    fields = [
        (model, field)
        for model in our_models()
        for field in admin.site.get_model_admin(model).get_autocomplete_fields(rf.get("/"))
    ]
    assert fields
    for model, field in fields:
        remote = model._meta.get_field(field).related_model
        names = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
        query = {**names, "field_name": field, "term": term}
        assert admin_client.get(address(remote, "autocomplete"), query).status_code == 200
