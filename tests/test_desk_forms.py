"""Forms of the desk that outlive sessions and errors, and clocks of editors."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from lists.models import LikeList
from publishing.models import Editor, Picture, Status
from tests.factories import make_user
from tests.test_admin import a_film, a_list, address, form_data, signed_in

pytestmark = pytest.mark.django_db
PASSWORD = "a long walk at night"  # noqa: S105 — of a test


def an_account() -> Any:
    user = make_user("Editor")
    user.set_password(PASSWORD)
    user.save()
    return user


def typed_before_the_session_ended(**typed: Any) -> tuple[LikeList, str, dict[str, Any]]:
    """Return a list, its form's address and what an editor typed there."""
    client = signed_in(make_user("Editor"))
    like_list = a_list()
    change = address(LikeList, "change", like_list.pk)
    return like_list, change, form_data(client.get(change)) | typed


# Sessions that ended -----------------------------------------------------------------------------


def test_what_was_typed_into_an_ended_session_is_saved_after_signing_in(client: Client) -> None:
    words = "Two “quotes” & <b>one</b> line\r\n\r\nand another."
    like_list, change, typed = typed_before_the_session_ended(intro=words, standfirst="Not lost.")
    asked = client.post(change, typed)
    assert asked.status_code == 403
    kept = asked.context["kept"]
    user = an_account()
    carried = {"kept": kept.pack, "kept_path": kept.path}
    again = reverse("admin:sign_in_again")
    wrong = client.post(again, {**carried, "username": user.username, "password": "wrong"})
    assert wrong.status_code == 403
    assert wrong.context["kept"] == kept
    right = client.post(again, {**carried, "username": user.username, "password": PASSWORD})
    assert right.status_code == 200
    assert f'action="{change}"' in right.content.decode()
    like_list.refresh_from_db()
    assert like_list.standfirst != "Not lost."
    sent: dict[str, Any] = {}
    for name, value in right.context["kept"].fields:
        sent.setdefault(name, []).append(value)
    assert client.post(change, sent).status_code == 302
    like_list.refresh_from_db()
    assert (like_list.standfirst, like_list.intro) == ("Not lost.", words)


def test_passwords_and_tokens_are_not_kept_and_files_are_named(client: Client) -> None:
    upload = SimpleUploadedFile("still.png", b"x")
    typed = {"name": "a-still", "password1": "secret", "csrfmiddlewaretoken": "t", "file": upload}
    page = client.post(address(Picture, "add"), typed)
    content = page.content.decode()
    assert page.context["kept"].fields == [("name", "a-still")]
    assert "secret" not in content
    assert "Files have to be chosen again: still.png" in content


def test_a_stranger_who_sends_nothing_or_looks_is_led_to_the_door(client: Client) -> None:
    for answer in (client.post(address(LikeList, "add")), client.get(address(LikeList, "add"))):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("admin:login"))
    assert client.get(reverse("admin:sign_in_again")).status_code == 302


@pytest.mark.parametrize(
    "path", ["https://evil.example/admin/", "//evil.example/admin/", "/films/", "javascript:1", ""]
)
def test_what_is_kept_is_sent_to_the_desk_only(client: Client, path: str) -> None:
    user = an_account()
    data = {"kept": "a=b", "kept_path": path, "username": user.username, "password": PASSWORD}
    answer = client.post(reverse("admin:sign_in_again"), data)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("admin:login")


def test_an_account_without_a_place_at_the_desk_does_not_get_in(client: Client) -> None:
    user = make_user()
    user.is_staff = False
    user.set_password(PASSWORD)
    user.save()
    kept = {"kept": "a=b", "kept_path": address(LikeList, "add")}
    data = {**kept, "username": user.username, "password": PASSWORD}
    assert client.post(reverse("admin:sign_in_again"), data).status_code == 403
    assert "_auth_user_id" not in client.session


# Tokens of before --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "is_kept"),
    [
        ({"HTTP_ORIGIN": "http://testserver"}, True),
        ({"HTTP_REFERER": "http://testserver/admin/"}, True),
        ({"HTTP_ORIGIN": "https://evil.example"}, False),
        ({"HTTP_ORIGIN": "null"}, False),
        ({}, False),
    ],
)
def test_a_form_from_before_signing_in_again_is_kept_if_it_is_ours(
    source: dict[str, str], is_kept: bool
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("Editor"))
    typed = {"headline": "A headline that somebody typed"}
    answer = client.post(address(LikeList, "add"), typed, **source)  # type: ignore[arg-type]  # headers
    assert answer.status_code == 403
    assert ("A headline that somebody typed" in answer.content.decode()) == is_kept
    assert not LikeList.objects.exists()


def test_the_page_for_a_form_that_was_too_old_has_a_token_that_works() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("Editor"))
    film = a_film()
    add = address(LikeList, "add")
    page = client.post(add, {"film": film.slug}, headers={"origin": "http://testserver"})
    token = page.content.decode().split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    sent = client.post(
        add,
        {"film": film.slug, "csrfmiddlewaretoken": token},
        headers={"origin": "http://testserver"},
    )
    assert sent.status_code == 302
    assert LikeList.objects.count() == 1


# Errors of ours ----------------------------------------------------------------------------------


def test_a_server_error_keeps_what_was_typed_and_saves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_user("Editor"))
    like_list = a_list()
    change = address(LikeList, "change", like_list.pk)
    words = "A <standfirst> that took an hour to write"
    typed = form_data(client.get(change)) | {"standfirst": words}

    def fail(_page: Any) -> None:
        raise OSError("the disk is full")

    with override_settings(DEBUG=False), monkeypatch.context() as patched:
        patched.setattr(LikeList, "examine", fail)
        answer = client.post(change, typed)
    content = answer.content.decode()
    assert answer.status_code == 500
    assert "A &lt;standfirst&gt; that took an hour to write" in content
    like_list.refresh_from_db()
    assert like_list.standfirst != words
    token = content.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert len(token) == 64
    assert client.post(change, typed).status_code == 302


def test_an_error_elsewhere_says_nothing_of_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    from pages import views  # noqa: PLC0415 — patched here

    client = Client(raise_request_exception=False)

    def fail(*_args: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(views, "HomePage", fail)
    with override_settings(DEBUG=False):
        answer = client.get("/")
    assert answer.status_code == 500
    assert "Send it again" not in answer.content.decode()


# Clocks ------------------------------------------------------------------------------------------


def test_times_are_typed_and_shown_in_the_editors_zone() -> None:
    user = make_user("Editor")
    client = signed_in(user)
    answer = client.post(reverse("admin:clock"), {"time_zone": "America/New_York"}, follow=True)
    assert "now those of America/New_York" in answer.content.decode()
    like_list = a_list()
    change = address(LikeList, "change", like_list.pk)
    typed = form_data(client.get(change))
    typed |= {"publish_at_0": "2027-01-10", "publish_at_1": "09:00"}
    assert client.post(change, typed).status_code == 302
    like_list.refresh_from_db()
    assert like_list.publish_at == dt.datetime(2027, 1, 10, 14, tzinfo=dt.UTC)
    page = client.get(change).content.decode()
    assert "zone America/New_York" in page
    assert 'value="09:00:00"' in page
    LikeList.objects.update(status=Status.PUBLISHED)
    assert "10 January 2027, 09:00 (America/New_York)" in client.get(change).content.decode()
    other = signed_in(make_user("Editor"))
    assert 'value="14:00:00"' in other.get(change).content.decode()


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "x" * 200])
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    client = signed_in(make_user("Writer"))
    page = client.post(reverse("admin:clock"), {"time_zone": zone})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Editor.objects.exists()


def test_a_zone_that_was_renamed_is_that_of_the_site() -> None:
    user = make_user("Editor")
    Editor.objects.create(user=user, time_zone="Europe/Atlantis")
    client = signed_in(user)
    page = client.get(reverse("admin:index"))
    assert page.status_code == 200
    assert page.context["home"].zone == "UTC"


def test_only_those_of_the_desk_have_a_clock_there(client: Client) -> None:
    assert client.get(reverse("admin:clock")).status_code == 302
