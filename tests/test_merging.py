"""Two films, or two people, made one: what moves, what is in the way, where old addresses lead."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from films.models import Credit, Film, Likeness, LikenessBuild, Score
from lists.models import Entry, LikeList
from people.models import Person
from publishing.merging import Merge, pointers_at
from publishing.models import FormerSlug, Status
from publishing.revisions import versions_of
from reviews.models import Article, PressQuote, Review
from tests.factories import (
    make_article,
    make_credit,
    make_entry,
    make_film,
    make_list,
    make_offer,
    make_person,
    make_review,
    make_user,
)
from tests.test_admin import address, signed_in

pytestmark = pytest.mark.django_db
Committing = Callable[..., AbstractContextManager[Any]]


def page_of(row: Any) -> str:
    return address(type(row), "merge", row.pk)


def merged(client: Client, kept: Any, gone: Any, **typed: Any) -> Any:
    """Look at what would be done, and do it."""
    shown = client.get(page_of(kept), {"other": gone.pk})
    data = {"other": gone.pk, "digest": shown.context["merge"].digest, **typed}
    return client.post(page_of(kept), data)


def everything_about(film: Film) -> None:
    """Let a row of each kind point at a film."""
    make_credit(film, make_person())
    make_offer(film)
    make_review(film)
    make_article(film)
    make_list(film)
    make_list(make_film(), film)
    today = timezone.localdate()
    Score.objects.create(film=film, source="IMDb", audience="audience", value=70, as_of=today)
    PressQuote.objects.create(
        film=film,
        critic="A. Critic",
        publication="The Paper",
        stance="positive",
        summary="Liked it.",
        date=today,
    )


# What moves --------------------------------------------------------------------------------------


def test_all_that_points_at_a_film_moves_and_nothing_is_deleted(admin_client: Client) -> None:
    kept, gone = make_film(), make_film(genres=["crime"], themes=["amnesia"], countries=["US"])
    everything_about(gone)
    before = {
        pointer: pointer.at(gone).count()
        for pointer in pointers_at(Film)
        if pointer.model is not FormerSlug
    }
    assert sum(count > 0 for count in before.values()) >= 9
    labels = {move.label for move in Merge(kept, gone).shown_moves}
    assert {"genres", "countries", "articles", "entries", "credits"} <= labels
    assert "films" not in labels
    assert merged(admin_client, kept, gone).status_code == 302
    assert not Film.objects.filter(pk=gone.pk).exists()
    assert {pointer: pointer.at(kept).count() for pointer in before} == before


@pytest.mark.parametrize("model", [Film, Person, Review, LikeList, Article])
def test_no_foreign_key_is_forgotten(model: type[models.Model]) -> None:
    found = {(pointer.model, pointer.name) for pointer in pointers_at(model)}
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model is not Likeness:
            assert (relation.related_model, relation.field.attname) in found
    assert (FormerSlug, "object_id") in found


def test_pages_with_the_film_count_the_save_and_keep_a_revision(admin_client: Client) -> None:
    kept, gone = make_film(), make_film()
    like_list = make_list(make_film(), gone)
    review = make_review(gone)
    versions = like_list.version, review.version
    merged(admin_client, kept, gone)
    like_list.refresh_from_db()
    review.refresh_from_db()
    assert like_list.version > versions[0]
    assert review.version > versions[1]
    assert review.film == kept
    comments = [version.revision.comment for version in versions_of(like_list)]
    assert comments[0] == f"{gone} merged into {kept}"
    assert comments[1].startswith("As it was")


def test_what_both_have_is_kept_once(admin_client: Client) -> None:
    kept, gone = make_film(genres=["crime"]), make_film(genres=["crime", "drama"])
    person = make_person()
    for film in (kept, gone):
        make_credit(film, person, job="Actor", character="Sykes")
        make_offer(film)
    make_credit(gone, person, job="Actor", character="His twin")
    assert merged(admin_client, kept, gone).status_code == 302
    characters = Credit.objects.filter(film=kept).order_by("pk").values_list("character", flat=True)
    assert list(characters) == ["Sykes", "His twin"]
    assert kept.offers.count() == 1
    assert {genre.slug for genre in kept.genres.all()} == {"crime", "drama"}


def test_empty_fields_are_taken_over_and_others_as_chosen(admin_client: Client) -> None:
    kept = make_film(title="Backtrace", runtime=None, synopsis="Short.", tagline="Old.")
    gone = make_film(title="Back Trace", runtime=87, synopsis="Longer.", tagline="New.")
    Film.objects.filter(pk=gone.pk).update(imdb_id="tt1000001")
    merged(admin_client, kept, gone, take=["synopsis", "pk", "slug", "status"])
    kept.refresh_from_db()
    assert (kept.runtime, kept.synopsis, kept.tagline) == (87, "Longer.", "Old.")
    assert kept.imdb_id == "tt1000001"
    assert kept.title == "Backtrace"
    assert kept.slug == "backtrace-2018"


def test_two_people_become_one_with_their_claims(
    admin_client: Client, django_capture_on_commit_callbacks: Committing
) -> None:
    kept, gone = make_person(name="Robert De Niro"), make_person(name="Robert DeNiro")
    film, both = make_film(), make_film()
    make_credit(film, gone, job="Actor", character="Neil")
    make_credit(both, gone, job="Actor", character="Max")
    make_credit(both, kept, job="Actor", character="Max")
    traits = [{"kind": "person", "key": gone.slug}, {"kind": "theme", "key": gone.slug}]
    entry = make_entry(make_list(film), both, traits=traits)
    with django_capture_on_commit_callbacks(execute=True):
        assert merged(admin_client, kept, gone).status_code == 302
    assert set(kept.credits.values_list("film", flat=True)) == {film.pk, both.pk}
    assert kept.credits.count() == 2
    entry.refresh_from_db()
    assert entry.traits == [{"kind": "person", "key": kept.slug}, traits[1]]


def test_likenesses_of_the_film_that_goes_go_with_it(admin_client: Client) -> None:
    kept, gone, other = make_film(), make_film(), make_film()
    build = LikenessBuild.objects.create(
        films=3,
        top=20,
        fingerprint="x",
        done=3,
        is_current=True,
        started_at=timezone.now(),
        finished_at=timezone.now(),
    )
    for rank, (film, alike) in enumerate([(kept, gone), (gone, other), (other, gone)], 1):
        Likeness.objects.create(build=build, film=film, other=alike, rank=rank, score=1)
    assert merged(admin_client, kept, gone).status_code == 302
    assert not Likeness.objects.exists()


# Where old addresses lead ------------------------------------------------------------------------


def test_all_addresses_of_the_one_that_goes_lead_on_in_one_hop(
    admin_client: Client, client: Client
) -> None:
    kept, gone = make_film(), make_film()
    first = gone.slug
    gone.rename("second-address")
    merged(admin_client, kept, gone)
    kept.refresh_from_db()
    kept.rename("last-address")
    for old in (first, "second-address"):
        answer = client.get(reverse("films:film_detail", args=[old]))
        assert answer.status_code == 301
        assert answer["Location"] == reverse("films:film_detail", args=["last-address"])
    other = make_film()
    with pytest.raises(ValidationError):
        other.rename("second-address")


# What is in the way ------------------------------------------------------------------------------


def blockers(kept: Any, gone: Any) -> list[str]:
    return [blocker.sentence for blocker in Merge(kept, gone).blockers]


@pytest.mark.parametrize("is_seed", [True, False])
def test_a_list_with_both_films_is_settled_first(admin_client: Client, is_seed: bool) -> None:
    kept, gone = make_film(), make_film()
    like_list = make_list(gone, kept) if is_seed else make_list(make_film(), kept, gone)
    assert blockers(kept, gone) == [
        f"Both stand in “{like_list}”: take one of them out there first."
    ]
    page = admin_client.get(page_of(kept), {"other": gone.pk}).content.decode()
    assert address(LikeList, "change", like_list.pk) in page
    assert "Merge them" not in page
    answer = merged(admin_client, kept, gone)
    assert answer.status_code == 200
    assert "take one of them out" in answer.content.decode()
    assert Film.objects.filter(pk=gone.pk).exists()


def test_a_seed_and_an_entry_of_different_lists_are_no_trouble(admin_client: Client) -> None:
    kept, gone = make_film(), make_film()
    make_list(gone, make_film())
    make_list(make_film(), kept)
    assert merged(admin_client, kept, gone).status_code == 302
    assert Entry.objects.filter(film=kept).count() == 2


def test_a_public_film_does_not_go_into_a_draft(admin_client: Client) -> None:
    kept, gone = make_film(status=Status.DRAFT), make_film()
    assert "publish" in blockers(kept, gone)[0]
    assert blockers(gone, kept) == []


def test_two_numbers_elsewhere_have_to_be_confirmed(admin_client: Client) -> None:
    kept, gone = make_film(imdb_id="tt1000001"), make_film(imdb_id="tt1000002")
    refused = merged(admin_client, kept, gone)
    assert "Confirm that both are one" in refused.content.decode()
    assert Film.objects.filter(pk=gone.pk).exists()
    assert merged(admin_client, kept, gone, is_one="on").status_code == 302
    kept.refresh_from_db()
    assert kept.imdb_id == "tt1000001"


def test_a_plan_that_has_changed_is_shown_anew(admin_client: Client) -> None:
    kept, gone = make_film(), make_film()
    shown = admin_client.get(page_of(kept), {"other": gone.pk}).context["merge"].digest
    make_credit(gone, make_person())
    answer = admin_client.post(page_of(kept), {"other": gone.pk, "digest": shown})
    assert "Something has changed" in answer.content.decode()
    assert answer.context["merge"].digest != shown
    assert Film.objects.filter(pk=gone.pk).exists()


def test_whatever_fails_changes_nothing(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, gone = make_film(runtime=None), make_film(runtime=87)
    everything_about(gone)
    before = [pointer.at(gone).count() for pointer in pointers_at(Film)]

    def fail(_film: Film) -> None:
        raise ValidationError("It will not go.")

    monkeypatch.setattr(Film, "delete", fail)
    answer = merged(admin_client, kept, gone)
    assert "It will not go." in answer.content.decode()
    assert [pointer.at(gone).count() for pointer in pointers_at(Film)] == before
    assert not FormerSlug.objects.exists()
    assert not LogEntry.objects.exists()
    kept.refresh_from_db()
    assert kept.runtime is None


def test_what_would_be_deleted_along_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, gone = make_film(), make_film()
    everything_about(gone)
    merge = Merge(kept, gone)
    merge.moves = [move for move in merge.moves if move.pointer.model is not Credit]
    with pytest.raises(ValidationError, match="would be deleted with"):
        merge.carry_out()
    assert gone.credits.count() == 1


# The page ----------------------------------------------------------------------------------------


def test_the_other_one_is_found_and_the_way_round_swapped(admin_client: Client) -> None:
    kept, gone = make_film(title="Backtrace"), make_film(title="Back Trace")
    form = admin_client.get(address(Film, "change", kept.pk)).content.decode()
    assert page_of(kept) in form
    found = admin_client.get(page_of(kept), {"q": "back trace"}).content.decode()
    assert f"?other={gone.pk}" in found
    assert f"?other={kept.pk}" not in found
    assert "Nothing else goes by" in admin_client.get(page_of(kept), {"q": "zzz"}).content.decode()
    shown = admin_client.get(page_of(kept), {"other": gone.pk}).content.decode()
    assert f"{page_of(gone)}?other={kept.pk}" in shown


@pytest.mark.parametrize("other", ["0", "x", "9" * 40, "²", "-1"])
def test_another_one_that_is_not_there_is_said_in_words(admin_client: Client, other: str) -> None:
    kept = make_film()
    for answer in (
        admin_client.get(page_of(kept), {"other": other}),
        admin_client.post(page_of(kept), {"other": other}),
    ):
        assert answer.status_code == 200
        assert "not there any more" in answer.content.decode()


def test_a_row_is_not_merged_with_itself(admin_client: Client) -> None:
    kept = make_film()
    answer = admin_client.get(page_of(kept), {"other": kept.pk})
    assert "Choose another" in answer.content.decode()
    assert admin_client.get(address(Film, "merge", 999)).status_code == 404


@pytest.mark.parametrize("role", ["Writer", "Moderator"])
def test_only_those_who_may_change_and_delete_merge(role: str) -> None:
    kept, gone = make_film(), make_film()
    client = signed_in(make_user(role))
    assert client.get(page_of(kept)).status_code == 403
    assert client.post(page_of(kept), {"other": gone.pk}).status_code == 403
    assert Film.objects.count() == 2
    assert Client().get(page_of(kept)).status_code == 302


def test_the_log_names_both(admin_client: Client) -> None:
    kept, gone = make_person(name="Kept One"), make_person(name="Gone One")
    merged(admin_client, kept, gone)
    logged = {(entry.object_repr, entry.is_deletion()) for entry in LogEntry.objects.all()}
    assert logged == {("Kept One", False), ("Gone One", True)}


def test_the_number_of_queries_does_not_depend_on_how_much_there_is(
    admin_client: Client, django_assert_max_num_queries: Any
) -> None:
    kept, gone = make_film(), make_film()
    everything_about(kept)
    everything_about(gone)
    admin_client.get(page_of(kept), {"other": gone.pk})
    with django_assert_max_num_queries(60) as few:
        admin_client.get(page_of(kept), {"other": gone.pk})
    for _ in range(5):
        make_credit(gone, make_person())
        make_review(gone)
        make_list(gone)
    with django_assert_max_num_queries(len(few)):
        admin_client.get(page_of(kept), {"other": gone.pk})
