"""What pages said before: revisions, two states side by side, the way back, two editors at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
import reversion
from django.test import Client
from reversion.models import Version

from films.models import Film
from lists.models import Entry, LikeList
from publishing.comparing import Difference, differences, stored
from publishing.models import FormerSlug, Status
from publishing.revisions import revised, versions_of
from reviews.models import Article, Section
from tests.factories import make_ready_list, make_user
from tests.test_admin import a_film, a_list, address, form_data, signed_in

pytestmark = pytest.mark.django_db


def a_list_of_three() -> LikeList:
    like_list = a_list("three", headline="Films Like Heat", standfirst="As it was.")
    for number, title in enumerate(["Ronin", "Thief", "Collateral"], 1):
        film = a_film(title, 1990 + number)
        Entry.objects.create(like_list=like_list, film=film, position=number, blurb=f"On {title}.")
    return like_list


def change_of(page: Any) -> str:
    return address(type(page), "change", page.pk)


def history_of(page: Any) -> str:
    return address(type(page), "history", page.pk)


def save(client: Client, page: Any, **typed: Any) -> Any:
    data = form_data(client.get(change_of(page)))
    return client.post(change_of(page), data | typed)


def told(found: list[Difference]) -> list[tuple[str, str, str, str]]:
    return [(each.part, each.label, each.before, each.after) for each in found]


# What is kept ------------------------------------------------------------------------------------


def test_the_first_save_keeps_what_was_there_before_too(admin_client: Client) -> None:
    page = a_list_of_three()
    assert save(admin_client, page, standfirst="As it is.").status_code == 302
    new, old = versions_of(page)
    assert revised(old).page.values["standfirst"] == "As it was."
    assert revised(new).page.values["standfirst"] == "As it is."
    assert len(revised(old).parts) == len(revised(new).parts) == 3
    assert old.revision.comment == "As it was before the first change at the desk"
    assert (old.revision.user, new.revision.user.username) == (None, "admin")
    assert "standfirst" in new.revision.comment.lower()


def test_every_save_and_move_keeps_one_revision(admin_client: Client) -> None:
    page = make_ready_list(status=Status.DRAFT)
    for count, typed in enumerate([{"_to": "review"}, {"_to": "published"}, {}, {}], 2):
        assert save(admin_client, page, **typed).status_code == 302
        assert versions_of(page).count() == count
    assert save(admin_client, page, _to="withdrawn").status_code == 302
    assert versions_of(page).count() == 6


def test_a_refused_save_keeps_no_revision_of_it(admin_client: Client) -> None:
    page = a_list_of_three()
    assert save(admin_client, page, headline="").status_code == 200
    assert [version.revision.comment for version in versions_of(page)] == [
        "As it was before the first change at the desk"
    ]


def test_publishing_from_code_keeps_what_was_there_before() -> None:
    page = make_ready_list(status=Status.DRAFT)
    page.publish()
    assert [revised(version).page.values["status"] for version in versions_of(page)] == [
        Status.PUBLISHED,
        Status.DRAFT,
    ]


# Two states side by side -------------------------------------------------------------------------


def test_what_changed_is_told_by_part_and_field_in_words(admin_client: Client) -> None:
    page = a_list_of_three()
    film = a_film("Drive", 2011)
    with reversion.create_revision():
        page.save()
    first = versions_of(page).get()
    first_entry, second, _ = page.entries.all()
    second.delete()
    first_entry.blurb, first_entry.traits = (
        "On Ronin, twice.",
        [{"kind": "theme", "key": "a-heist"}],
    )
    first_entry.save()
    Entry.objects.create(like_list=page, film=film, position=4, blurb="On Drive.")
    page.numbering = LikeList.Numbering.UP
    page.comments_open = False
    page.save()
    assert told(differences(revised(first), stored(LikeList.objects.get(), LikeList.parts))) == [
        ("", "Comments open", "yes", "no"),
        ("", "Numbering", "Countdown to 1", "Up from 1"),
        ("Ronin (1991)", "Blurb", "On Ronin.", "On Ronin, twice."),
        ("Ronin (1991)", "Traits", "", "theme: a heist"),
        ("Drive (2011) (added)", "Film", "", "Drive (2011)"),
        ("Drive (2011) (added)", "Position", "", "4"),
        ("Drive (2011) (added)", "Blurb", "", "On Drive."),
        ("Thief (1992) (removed)", "Film", "Thief (1992)", ""),
        ("Thief (1992) (removed)", "Position", "2", ""),
        ("Thief (1992) (removed)", "Blurb", "On Thief.", ""),
    ]


def test_words_that_went_and_came_are_marked() -> None:
    pieces = Difference("", "Blurb", "A quiet heist, told well.", "A loud heist, told well.").pieces
    assert pieces == [
        ("same", "A "),
        ("out", "quiet"),
        ("in", "loud"),
        ("same", " heist, told well."),
    ]


@pytest.mark.parametrize("words", [10, 20_000])
def test_both_texts_can_be_read_whole_from_the_pieces(words: int) -> None:
    before = "\n".join(f"Line {number} of the old text." for number in range(words // 6 + 1))
    after = before.replace("old", "new", 1) + "\nThe end."
    difference = Difference("", "Body", before, after)
    assert "".join(text for _, text in difference.old_pieces) == before
    assert "".join(text for _, text in difference.new_pieces) == after


def test_line_ends_and_microseconds_are_no_difference(admin_client: Client) -> None:
    page = make_ready_list()
    page.publish()
    LikeList.objects.filter(pk=page.pk).update(intro="One.\r\n\r\nTwo.")
    data = form_data(admin_client.get(change_of(page)))
    data["intro"] = "One.\n\nTwo."
    LikeList.objects.get(pk=page.pk).save()
    page_again = admin_client.post(change_of(page), data)
    assert "Somebody else saved this page" in page_again.content.decode()
    assert page_again.context["meanwhile"].differences == []


def test_a_row_that_is_gone_is_told_by_its_number(admin_client: Client) -> None:
    page = a_list_of_three()
    save(admin_client, page)
    version = versions_of(page)[0]
    film = Film.objects.get(title="Ronin")
    page.entries.all().delete()
    Film.objects.filter(pk=film.pk).delete()
    found = differences(revised(version), stored(page, page.parts))
    assert ("Ronin (1991) (removed)", "Film", f"one that is gone (number {film.pk})", "") in told(
        found
    )


def test_the_history_leads_to_each_comparison(admin_client: Client) -> None:
    page = a_list_of_three()
    save(admin_client, page, standfirst="Once more, <b>with</b> feeling.")
    history = admin_client.get(history_of(page)).content.decode()
    links = re.findall(r'href="([^"]*history/compare/\?after=\d+)"', history)
    assert len(links) == 2
    compared = admin_client.get(links[0]).content.decode()
    assert "Standfirst" in compared
    assert "&lt;b&gt;" in compared
    assert "<ins>" in compared
    assert "Nothing differs" in admin_client.get(links[1]).content.decode()
    with_now = admin_client.get(links[1].replace("after=", "before="))
    assert [each.label for each in with_now.context["differences"]] == ["Standfirst"]


@pytest.mark.parametrize("asked", ["0", "x", "9" * 30, "-1", "²"])
def test_a_revision_that_is_none_of_the_page_leads_back_to_its_history(
    admin_client: Client, asked: str
) -> None:
    page, other = a_list_of_three(), a_list("other")
    save(admin_client, other)
    foreign = versions_of(other)[0]
    for query in ({"before": asked}, {"after": asked, "before": "now"}, {"before": foreign.pk}):
        compare = address(LikeList, "compare", page.pk)
        answer = admin_client.get(compare, query, follow=True)
        assert "none of this page" in answer.content.decode()
    restore = admin_client.post(change_of(page), {"_restore": asked})
    assert restore.status_code == 404
    assert admin_client.post(change_of(page), {"_restore": foreign.pk}).status_code == 404


def test_a_revision_whose_fields_are_gone_says_so(admin_client: Client) -> None:
    page = a_list_of_three()
    save(admin_client, page)
    Version.objects.update(format="yaml-of-old")
    compare = address(LikeList, "compare", page.pk)
    answer = admin_client.get(compare, {"before": versions_of(page)[0].pk}, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain


# The way back ------------------------------------------------------------------------------------


def test_restoring_fills_the_form_and_saves_nothing_by_itself(admin_client: Client) -> None:
    page = a_list_of_three()
    second = page.entries.get(position=2)
    data = {"standfirst": "Worse.", "slug": "moved", "entries-1-DELETE": "on"}
    data["entries-0-blurb"] = "Worse too."
    assert save(admin_client, page, **data).status_code == 302
    old = versions_of(page).reverse()[0]
    before = list(LikeList.objects.values()), list(Entry.objects.order_by("pk").values())
    form = admin_client.post(change_of(page), {"_restore": old.pk})
    assert form.status_code == 200
    assert "Nothing is saved yet" in form.content.decode()
    assert before == (list(LikeList.objects.values()), list(Entry.objects.order_by("pk").values()))
    assert admin_client.post(change_of(page), form_data(form)).status_code == 302
    restored = LikeList.objects.get()
    assert restored.standfirst == "As it was."
    assert restored.slug == "moved"
    assert FormerSlug.objects.get().slug == "three"
    assert [(each.film_id, each.position, each.blurb) for each in restored.entries.all()] == [
        (each.film_id, number, f"On {title}.")
        for number, (each, title) in enumerate(
            zip(restored.entries.all(), ["Ronin", "Thief", "Collateral"], strict=True), 1
        )
    ]
    assert second.film_id in {each.film_id for each in restored.entries.all()}
    assert versions_of(page).count() == 3


def test_restoring_takes_off_what_was_added_since(admin_client: Client) -> None:
    page = a_list_of_three()
    save(admin_client, page)
    old = versions_of(page)[0]
    Entry.objects.create(like_list=page, film=a_film("Drive", 2011), position=9)
    form = admin_client.post(change_of(page), {"_restore": old.pk})
    admin_client.post(change_of(page), form_data(form))
    assert [each.film.title for each in page.entries.all()] == ["Ronin", "Thief", "Collateral"]


def test_articles_are_restored_with_their_sections_and_films(admin_client: Client) -> None:
    article = Article.objects.create(headline="Why", slug="why", kind="explainer")
    article.films.set([a_film()])
    Section.objects.create(article=article, heading="One", body="Text.", position=1)
    save(admin_client, article)
    old = versions_of(article)[0]
    article.films.clear()
    article.sections.all().delete()
    article.has_spoilers = True
    article.save()
    form = admin_client.post(change_of(article), {"_restore": old.pk})
    assert admin_client.post(change_of(article), form_data(form)).status_code == 302
    article.refresh_from_db()
    assert not article.has_spoilers
    assert article.films.count() == 1
    assert article.sections.get().body == "Text."


def test_a_public_page_is_restored_by_the_same_rules_as_it_is_changed(
    admin_client: Client,
) -> None:
    page = make_ready_list(status=Status.DRAFT)
    good = page.standfirst
    LikeList.objects.filter(pk=page.pk).update(standfirst="Full of  errrors ,here")
    save(admin_client, page)
    bad = versions_of(page)[0]
    assert save(admin_client, page, standfirst=good, _to="published").status_code == 302
    page.refresh_from_db()
    assert page.status == Status.PUBLISHED
    form = admin_client.post(change_of(page), {"_restore": bad.pk})
    refused = admin_client.post(change_of(page), form_data(form))
    assert refused.status_code == 200
    assert "Nothing is saved yet, since readers see this page" in refused.content.decode()
    page.refresh_from_db()
    assert page.standfirst == good
    assert page.status == Status.PUBLISHED


def test_strangers_and_readers_of_the_desk_restore_nothing(admin_client: Client) -> None:
    page = a_list_of_three()
    save(admin_client, page)
    old = versions_of(page).reverse()[0]
    for user, status in [
        (make_user("Moderator"), 403),
        (make_user("Writer"), 403),
        (None, 403),
    ]:
        client = signed_in(user) if user else Client()
        assert client.post(change_of(page), {"_restore": old.pk}).status_code == status
        compare = client.get(address(LikeList, "compare", page.pk))
        sees = user is not None and user.groups.filter(name="Moderator").exists()
        assert (compare.status_code == 200) == sees
    moderator = signed_in(make_user("Moderator"))
    assert "_restore" not in moderator.get(history_of(page)).content.decode()


# Two editors at once -----------------------------------------------------------------------------


def test_the_second_editor_sees_both_versions_and_may_save_theirs(admin_client: Client) -> None:
    page = a_list_of_three()
    mine, theirs = (form_data(admin_client.get(change_of(page))) for _ in range(2))
    theirs |= {"standfirst": "Theirs.", "entries-0-blurb": "Their Ronin.", "entries-2-DELETE": "on"}
    assert admin_client.post(change_of(page), theirs).status_code == 302
    Entry.objects.create(like_list=page, film=a_film("Drive", 2011), position=9)
    mine |= {"standfirst": "Mine.", "entries-1-blurb": "My Thief."}
    refused = admin_client.post(change_of(page), mine)
    meanwhile = refused.context["meanwhile"]
    assert told(meanwhile.differences) == [
        ("", "Standfirst", "Theirs.", "Mine."),
        ("Ronin (1991)", "Blurb", "Their Ronin.", "On Ronin."),
        ("Thief (1992)", "Blurb", "On Thief.", "My Thief."),
        ("Collateral (1993) (added)", "Film", "", "Collateral (1993)"),
        ("Collateral (1993) (added)", "Position", "", "3"),
        ("Collateral (1993) (added)", "Blurb", "", "On Collateral."),
    ]
    assert meanwhile.added == ["Drive (2011)"]
    assert LikeList.objects.get().standfirst == "Theirs."
    again = form_data(refused) | {"_over": meanwhile.state}
    assert admin_client.post(change_of(page), again).status_code == 302
    saved = LikeList.objects.get()
    assert saved.standfirst == "Mine."
    assert [(each.film.title, each.blurb) for each in saved.entries.all()] == [
        ("Ronin", "On Ronin."),
        ("Thief", "My Thief."),
        ("Collateral", "On Collateral."),
        ("Drive", ""),
    ]


def test_saving_over_a_state_that_has_changed_again_is_stopped_again(admin_client: Client) -> None:
    page = a_list_of_three()
    mine = form_data(admin_client.get(change_of(page))) | {"standfirst": "Mine."}
    page.save()
    seen = admin_client.post(change_of(page), mine).context["meanwhile"].state
    page.standfirst = "Third."
    page.save()
    refused = admin_client.post(change_of(page), mine | {"_over": seen})
    assert refused.status_code == 200
    assert LikeList.objects.get().standfirst == "Third."
