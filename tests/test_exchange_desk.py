"""Lists as files at the desk: who may, what is shown first, and what is done once confirmed."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from reversion.models import Version

from lists.exchange import desk
from lists.models import LikeList
from publishing.models import Status
from tests.exchanged import a_draft, a_file, everything, file_of, row
from tests.factories import make_film, make_ready_list, make_user
from tests.test_admin import address, signed_in

pytestmark = pytest.mark.django_db


def a_client(*roles: str) -> Client:
    return signed_in(make_user(*roles))


def import_address() -> str:
    return address(LikeList, "import")


def upload(client: Client, content: bytes, name: str = "heat.json") -> Any:
    return client.post(import_address(), {"file": SimpleUploadedFile(name, content)})


def carried(page: Any) -> str:
    """What the confirming button would send, or "" where there is none."""
    found = re.search(r'name="carried" value="([^"]+)"', page.content.decode())
    return unescape(found[1]) if found else ""


def confirm(client: Client, page: Any, **options: Any) -> Any:
    return client.post(import_address(), {"carried": carried(page)}, **options)


def words_of(page: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


# Out -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "kind"), [("json", "application/json"), ("csv", "text/csv; charset=utf-8")]
)
def test_a_list_is_downloaded_from_its_form(admin_client: Client, form: str, kind: str) -> None:
    like_list = a_draft()
    link = address(LikeList, "export", like_list.pk, form)
    assert (
        f'href="{link}"'
        in admin_client.get(address(LikeList, "change", like_list.pk)).content.decode()
    )
    answer = admin_client.get(link)
    assert answer.content == file_of(like_list, form=form)
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"] == f'attachment; filename="films-like-heat.{form}"'
    assert "no-store" in answer["Cache-Control"]


def test_only_who_sees_a_list_at_the_desk_may_download_it(client: Client) -> None:
    writer = make_user("Writer")
    own, other = a_draft(owner=writer), make_ready_list()
    answers = {
        name: [
            each.get(address(LikeList, "export", like_list.pk, "json")).status_code
            for like_list in (own, other)
        ]
        for name, each in {
            "stranger": client,
            "staff": a_client(),
            "moderator": a_client("Moderator"),
            "writer": signed_in(writer),
            "editor": a_client("Editor"),
        }.items()
    }
    assert answers == {
        "stranger": [302, 302],
        "staff": [403, 403],
        "moderator": [200, 200],
        "writer": [200, 404],
        "editor": [200, 200],
    }


def test_there_are_no_other_downloads(admin_client: Client) -> None:
    like_list = a_draft()
    assert admin_client.get(address(LikeList, "export", 999, "json")).status_code == 404
    assert admin_client.get(address(LikeList, "export", like_list.pk, "xml")).status_code == 404
    link = address(LikeList, "export", like_list.pk, "json")
    assert admin_client.post(link).status_code == 405


# In --------------------------------------------------------------------------------------------


def test_only_who_may_add_lists_may_import_them(client: Client) -> None:
    make_film("Heat", 1995)
    clients = {
        "stranger": client,
        "staff": a_client(),
        "moderator": a_client("Moderator"),
        "writer": a_client("Writer"),
        "editor": a_client("Editor"),
    }
    content = a_file(row(slug="heat-1995"))
    seen = {
        name: [each.get(import_address()).status_code, upload(each, content).status_code]
        for name, each in clients.items()
    }
    assert seen == {
        "stranger": [302, 302],
        "staff": [403, 403],
        "moderator": [403, 403],
        "writer": [200, 200],
        "editor": [200, 200],
    }
    page = upload(clients["editor"], content)
    for name in ("stranger", "staff", "moderator"):
        confirm(clients[name], page)
    assert not LikeList.objects.exists()
    links = {
        name: import_address()
        in clients[name].get(address(LikeList, "changelist")).content.decode()
        for name in ("moderator", "writer", "editor")
    }
    assert links == {"moderator": False, "writer": True, "editor": True}


def test_what_a_file_would_do_is_shown_and_then_done() -> None:
    make_film("Heat", 1995)
    writer = make_user("Writer")
    client = signed_in(writer)
    before = everything()
    page = upload(client, a_file(row(slug="heat-1995"), row(title="Thief", year=1981)))
    assert everything() == before
    assert "no-store" in page["Cache-Control"]
    words = words_of(page)
    for said in (
        "What heat.json would do",
        "Lists: 1 new, 0 changed. Films: 1 added, 0 changed, 0 removed. Not matched: 1.",
        "films-like-heat: a new draft, “Films Like Heat”",
        "Not matched, so left out entry 2: “Thief” (1981): no film has this title and year.",
        "Added 1. Heat (1995)",
        "Import what was matched",
    ):
        assert said in words
    answer = confirm(client, page, follow=True)
    like_list = LikeList.objects.get()
    assert answer.redirect_chain == [(address(LikeList, "change", like_list.pk), 302)]
    assert "Not matched, so left out: entry 2: “Thief” (1981)." in words_of(answer)
    assert (like_list.status, like_list.owner) == (Status.DRAFT, writer)
    [version] = Version.objects.get_for_object(like_list)
    assert version.revision.user == writer
    assert version.revision.comment == "Imported from heat.json"
    log = LogEntry.objects.get()
    assert (log.user, log.change_message) == (writer, "Imported from heat.json.")


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_file_keeps_its_lines_on_the_way_through_the_page(form: str) -> None:
    like_list = a_draft(intro="One\nTwo\r\nThree")
    content = file_of(like_list, form=form)
    like_list.delete()
    client = a_client("Editor")
    confirm(client, upload(client, content, f"heat.{form}"))
    assert LikeList.objects.get().intro == "One\nTwo\r\nThree"


def test_a_file_that_changes_nothing_has_nothing_to_confirm(admin_client: Client) -> None:
    page = upload(admin_client, file_of(a_draft()))
    assert "Nothing to change: the lists are as the file has them." in words_of(page)
    assert not carried(page)


def test_several_lists_lead_back_to_all_lists(admin_client: Client) -> None:
    lists = [a_draft(), make_ready_list()]
    content = file_of(*lists)
    LikeList.objects.all().delete()
    answer = confirm(admin_client, upload(admin_client, content))
    assert answer["Location"] == address(LikeList, "changelist")
    assert LikeList.objects.count() == 2


def test_a_plan_that_has_changed_since_is_shown_again(admin_client: Client) -> None:
    like_list = a_draft()
    page = upload(admin_client, file_of(like_list).replace(b"2 Films", b"Two Films"))
    like_list.outro = "Somebody wrote this meanwhile."
    like_list.save()
    again = confirm(admin_client, page)
    words = words_of(again)
    assert "Something has changed since this was shown, so nothing is imported yet." in words
    assert "outro “Somebody wrote this meanwhile.” → “=SUM(A1)”" in words
    like_list.refresh_from_db()
    assert like_list.headline == "2 Films Like Heat"
    assert confirm(admin_client, again).status_code == 302
    like_list.refresh_from_db()
    assert (like_list.headline, like_list.outro) == ("Two Films Like Heat", "=SUM(A1)")


def test_a_list_that_was_published_since_is_not_written_over(admin_client: Client) -> None:
    like_list = a_draft()
    page = upload(admin_client, file_of(like_list).replace(b"2 Films", b"Two Films"))
    like_list.status, like_list.publish_at = Status.PUBLISHED, like_list.modified_at
    like_list.save()
    again = confirm(admin_client, page)
    assert "films-like-heat is published" in words_of(again)
    assert not carried(again)
    like_list.refresh_from_db()
    assert like_list.headline == "2 Films Like Heat"


@pytest.mark.parametrize("status", [Status.DRAFT, Status.REVIEW])
def test_a_writer_changes_only_lists_of_their_own(status: str) -> None:
    writer = make_user("Writer")
    like_list = a_draft(owner=make_user("Writer"), status=status, intro="A secret.")
    content = file_of(like_list).replace(b"2 Films", b"Two Films").replace(b"A secret", b"Told")
    page = upload(signed_in(writer), content)
    words = words_of(page)
    assert "films-like-heat is the address of a list that is not yours to change." in words
    assert "A secret" not in words
    assert not carried(page)
    sealed = {"carried": carried(upload(a_client("Editor"), content))}
    signed_in(writer).post(import_address(), sealed)
    like_list.refresh_from_db()
    assert like_list.headline == "2 Films Like Heat"
    LikeList.objects.update(owner=writer)
    client = signed_in(writer)
    assert confirm(client, upload(client, content)).status_code == 302
    like_list.refresh_from_db()
    assert (like_list.headline, like_list.owner) == ("Two Films Like Heat", writer)
    assert like_list.status == status


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xff\xfe\0", "The file is UTF-16; save it as UTF-8."),
        (b"[" * 100_000, "The file is nested far too deep to be lists."),
        (b"x" * (2 * 1024 * 1024 + 1), "The file has 2.0 MB; 2 MB at most."),
        (json.dumps({"format": "<b>"}).encode(), "The file is JSON, but not lists"),
    ],
)
def test_a_file_that_is_no_list_is_answered_in_words(
    admin_client: Client, content: bytes, sentence: str
) -> None:
    page = upload(admin_client, content)
    assert page.status_code == 200
    assert sentence in words_of(page)
    assert not carried(page)


def test_a_form_without_a_file_or_with_a_forged_one_is_answered_in_words(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Choose a file first." in words_of(admin_client.post(import_address()))
    text = admin_client.post(import_address(), {"file": "no upload"})
    assert "Choose a file first." in words_of(text)
    make_film("Heat", 1995)
    page = upload(admin_client, a_file(row(slug="heat-1995")))
    for forged in ("", "nonsense", f"{carried(page)}x"):
        answer = admin_client.post(import_address(), {"carried": forged})
        assert "choose the file again" in words_of(answer)
    monkeypatch.setattr(desk, "LASTS", -1)
    assert "choose the file again" in words_of(confirm(admin_client, page))
    assert not LikeList.objects.exists()


def test_what_a_file_says_is_never_taken_for_markup(admin_client: Client) -> None:
    content = a_file(row(title="<script>x</script>", year=1), headline="<b>Heat</b>")
    page = upload(admin_client, content, "<i>.json").content.decode()
    for markup in ("<script>x", "<b>Heat", "<i>.json"):
        assert markup not in page


def test_a_large_file_finds_its_way_through_the_page(admin_client: Client) -> None:
    make_film("Heat", 1995)
    words = "".join(chr(0x4E00 + (n * n * 7919) % 20_000) for n in range(650_000))
    whole = json.loads(a_file(row(slug="heat-1995"), intro=words))
    page = upload(admin_client, json.dumps(whole, ensure_ascii=False).encode())
    assert confirm(admin_client, page).status_code == 302
    assert LikeList.objects.get().intro == words
