"""The editors' desk as a whole: every model, who may act, addresses, publishing, comments."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.forms.forms import BaseForm
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from films.models import Country, Film, Genre
from lists.models import Entry, LikeList
from people.models import Person
from publishing.admin import RowAdmin
from publishing.models import FormerSlug, Status
from reviews.models import Article, Comment, Section
from tests.factories import make_ready_list

OURS = ("publishing", "people", "films", "reviews", "lists")
pytestmark = pytest.mark.django_db


def form_data(page: Any) -> dict[str, Any]:
    """What a browser would send if nothing were changed on an add or change page."""
    forms: list[BaseForm] = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data: dict[str, Any] = {}
    for form in forms:
        for field in form:
            widget: Any = getattr(field.field.widget, "widget", field.field.widget)
            context = widget.get_context(field.html_name, field.value(), {})["widget"]
            for part in context.get("subwidgets", [context]):
                data |= _sent(part)
    return data


def _sent(widget: dict[str, Any]) -> dict[str, Any]:
    name, kind = widget["name"], widget.get("type")
    if "optgroups" in widget:
        options = [option for _, group, _ in widget["optgroups"] for option in group]
        return {name: [option["value"] for option in options if option["selected"]]}
    if kind == "checkbox":
        return {name: "on"} if widget["attrs"].get("checked") else {}
    return {} if kind == "file" or widget["value"] is None else {name: widget["value"]}


def a_film(title: str = "Backtrace", year: int = 2018, **facts: Any) -> Film:
    slug = f"{title.lower().replace(' ', '-')}-{year}"
    return Film.objects.create(**{"title": title, "year": year, "slug": slug, **facts})


def a_list(slug: str = "like-backtrace", **facts: Any) -> LikeList:
    words = {"headline": "Six movies like Backtrace", "intro": "Here they are."}
    return LikeList.objects.create(**{"slug": slug, **words, **facts})


def an_editor(*permissions: str) -> Client:
    """Log in somebody of the staff with nothing but these permissions."""
    editor = User.objects.create_user("vera", is_staff=True)
    editor.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return signed_in(editor)


def signed_in(user: User) -> Client:
    """Return the browser of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    return client


def address(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def act(client: Client, model: Any, action: str, *rows: Any) -> str:
    """Choose rows on the list, run an action, and return the page that follows."""
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    page = client.post(address(model, "changelist"), data, follow=True)
    assert page.status_code == 200
    return page.content.decode()


def our_models() -> list[Any]:
    return [model for name in OURS for model in apps.get_app_config(name).get_models()]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_model_has_a_list_that_is_searched_and_a_form(
    admin_client: Client, rf: Any, admin_user: User, model: Any
) -> None:
    assert admin.site.is_registered(model)
    for query in ("", "?q=Amélie 2001", "?q=%E2%80%94"):
        assert admin_client.get(address(model, "changelist") + query).status_code == 200
    request = rf.get("/")
    request.user = admin_user
    may_add = admin.site.get_model_admin(model).has_add_permission(request)
    assert admin_client.get(address(model, "add")).status_code == (200 if may_add else 403)


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_model_is_chosen_by_an_autocomplete_with_labels(model: Any) -> None:
    desk = admin.site.get_model_admin(model)
    assert isinstance(desk, RowAdmin)
    assert desk.search_fields


def test_the_index_shows_every_model_once_and_nothing_to_those_who_may_nothing(
    admin_client: Client,
) -> None:
    page = admin_client.get(reverse("admin:index")).content.decode()
    content = page[page.index('id="content-main"') :]
    for model in our_models():
        assert content.count(f'class="model-{model._meta.model_name}"') == 1
    assert "model-user" in content
    empty = an_editor().get(reverse("admin:index")).content.decode()
    assert 'class="model-' not in empty


def test_a_stranger_is_asked_to_log_in_and_is_offered_no_titles(client: Client) -> None:
    for page in ("changelist", "add", "autocomplete"):
        answer = client.get(address(Film, page))
        assert answer.status_code == 302
        assert "/login/" in answer["Location"]


def test_view_on_site_leads_to_the_page(admin_client: Client) -> None:
    film = a_film(status=Status.PUBLISHED, publish_at=timezone.now())
    page = admin_client.get(address(Film, "change", film.pk)).content.decode()
    link = reverse("admin:view_on_site", args=[ContentType.objects.get_for_model(Film).pk, film.pk])
    assert link in page
    assert admin_client.get(link)["Location"].endswith(film.get_absolute_url())


def test_a_draft_has_no_page_to_be_viewed(admin_client: Client) -> None:
    page = admin_client.get(address(Film, "change", a_film().pk))
    assert "View on site" not in page.content.decode()


# Addresses -------------------------------------------------------------------------------------


def test_a_new_slug_leaves_the_old_one_behind(admin_client: Client) -> None:
    like_list = a_list("like-backtrace")
    change = address(LikeList, "change", like_list.pk)
    data = form_data(admin_client.get(change)) | {"slug": "six-like-backtrace", "headline": "Six"}
    assert admin_client.post(change, data).status_code == 302
    like_list.refresh_from_db()
    assert (like_list.slug, like_list.headline) == ("six-like-backtrace", "Six")
    assert LikeList.objects.formerly_at("like-backtrace").get() == like_list


def test_saving_without_a_new_slug_leaves_nothing_behind(admin_client: Client) -> None:
    person = Person.objects.create(name="Brian A. Miller", slug="brian-a-miller")
    change = address(Person, "change", person.pk)
    admin_client.post(change, form_data(admin_client.get(change)) | {"birthplace": "New York"})
    person.refresh_from_db()
    assert person.birthplace == "New York"
    assert not FormerSlug.objects.exists()


def test_an_address_that_another_page_had_is_refused(admin_client: Client) -> None:
    a_list("first").rename("second")
    other = a_list("third")
    change = address(LikeList, "change", other.pk)
    page = admin_client.post(change, form_data(admin_client.get(change)) | {"slug": "first"})
    assert "Another page once had this address" in page.content.decode()
    other.refresh_from_db()
    assert other.slug == "third"


def test_the_code_of_a_country_cannot_be_changed(admin_client: Client) -> None:
    Country.objects.create(code="DE", name="Germany")
    change = address(Country, "change", "DE")
    data = form_data(admin_client.get(change)) | {"code": "FR", "name": "Germania"}
    assert admin_client.post(change, data).status_code == 302
    assert list(Country.objects.values_list("code", "name")) == [("DE", "Germania")]


# Publishing ------------------------------------------------------------------------------------


def test_selected_pages_are_published_and_those_that_cannot_be_are_named(
    admin_client: Client,
) -> None:
    good, later, bad = [make_ready_list(status=Status.DRAFT, publish_at=None) for _ in range(3)]
    tomorrow = timezone.now() + dt.timedelta(days=1)
    LikeList.objects.filter(pk=later.pk).update(publish_at=tomorrow)
    LikeList.objects.filter(pk=bad.pk).update(headline="")
    page = act(admin_client, LikeList, "publish", good, later, bad)
    assert "1 list published." in page
    assert "1 list scheduled for the date set." in page
    assert "was not published: This field cannot be blank." in page
    assert list(LikeList.objects.published()) == [good]
    later.refresh_from_db()
    bad.refresh_from_db()
    assert (later.status, later.publish_at) == (Status.PUBLISHED, tomorrow)
    assert bad.status == Status.DRAFT


def test_selected_pages_are_withdrawn(admin_client: Client) -> None:
    films = [a_film(f"Film {n}") for n in (1, 2)]
    for film in films:
        film.publish()
    assert "2 films withdrawn." in act(admin_client, Film, "withdraw", *films)
    assert not Film.objects.published().exists()


def test_publishing_needs_the_permission_to_change() -> None:
    like_list = a_list()
    reader = an_editor("view_likelist")
    page = act(reader, LikeList, "publish", like_list)
    assert "published" not in page.partition("changelist-form")[0]
    like_list.refresh_from_db()
    assert like_list.status == Status.DRAFT


def test_a_page_that_would_expire_before_it_appears_is_refused_in_words(
    admin_client: Client,
) -> None:
    like_list = a_list()
    change = address(LikeList, "change", like_list.pk)
    data = form_data(admin_client.get(change)) | {
        "status": Status.PUBLISHED,
        "publish_at_0": "2026-05-02",
        "publish_at_1": "12:00",
        "expire_at_0": "2026-05-01",
        "expire_at_1": "12:00",
    }
    page = admin_client.post(change, data).content.decode()
    assert "The page would expire before it is published." in page


def test_the_list_says_what_readers_see(admin_client: Client) -> None:
    now, day = timezone.now(), dt.timedelta(days=1)
    a_list("a", headline="Aa", status=Status.PUBLISHED, publish_at=now - day)
    a_list("b", headline="Bb", status=Status.PUBLISHED, publish_at=now + day)
    a_list(
        "c", headline="Cc", status=Status.PUBLISHED, publish_at=now - 2 * day, expire_at=now - day
    )
    a_list("d", headline="Dd")
    for standing, headline in (("public", "Aa"), ("scheduled", "Bb"), ("expired", "Cc")):
        page = admin_client.get(address(LikeList, "changelist"), {"standing": standing})
        assert [row.headline for row in page.context["cl"].result_list] == [headline]
    page = admin_client.get(address(LikeList, "changelist"))
    desk = admin.site.get_model_admin(LikeList)
    shown = {row.headline: desk.standing(row) for row in page.context["cl"].result_list}  # type: ignore[attr-defined]
    assert shown == {"Aa": "Published", "Bb": "Scheduled", "Cc": "Expired", "Dd": "Draft"}


# Articles, comments, words ---------------------------------------------------------------------


def test_sections_get_places_and_anchors_and_two_of_one_name_are_refused(
    admin_client: Client,
) -> None:
    data = form_data(admin_client.get(address(Article, "add"))) | {
        "headline": "Backtrace explained",
        "slug": "backtrace-explained",
        "kind": "explainer",
        "status": "draft",
        "sections-TOTAL_FORMS": "2",
        "sections-0-heading": "What happened?",
        "sections-0-body": "A robbery.",
        "sections-1-heading": "What happened?",
        "sections-1-body": "An escape.",
    }
    page = admin_client.post(address(Article, "add"), data).content.decode()
    assert "Another section of the article has this anchor." in page
    data["sections-1-heading"] = "Who escaped?"
    assert admin_client.post(address(Article, "add"), data).status_code == 302
    sections = Section.objects.values_list("position", "anchor")
    assert list(sections) == [(1, "what-happened"), (2, "who-escaped")]


@pytest.mark.parametrize(
    ("action", "status"), [("approve", "approved"), ("mark_as_spam", "spam"), ("remove", "removed")]
)
def test_comments_are_approved_marked_and_removed_together(
    admin_client: Client, action: str, status: str
) -> None:
    comments = [
        Comment.objects.create(page=a_list(f"list-{n}"), name="Ann", body="Lovely.") for n in (1, 2)
    ]
    page = act(admin_client, Comment, action, *comments)
    assert f"2 comments: {Comment.Status(status).label.lower()}." in page
    assert set(Comment.objects.values_list("status", flat=True)) == {status}


def test_comments_wait_in_a_queue_and_lead_to_their_page(admin_client: Client) -> None:
    like_list = a_list()
    held = Comment.objects.create(page=like_list, name="Ann", body="Lovely.")
    gone = Comment.objects.create(
        content_type=ContentType.objects.get_for_model(LikeList), object_id=0, name="Bo", body="Hm."
    )
    Comment.objects.create(page=like_list, name="Cy", body="Buy!", status="spam")
    page = admin_client.get(address(Comment, "changelist"), {"status__exact": "held"})
    assert set(page.context["cl"].result_list) == {held, gone}
    content = page.content.decode()
    assert address(LikeList, "change", like_list.pk) in content
    assert "a page that is gone" in content
    assert admin_client.get(address(Comment, "change", held.pk)).status_code == 200


def test_readers_words_are_not_written_at_the_desk(admin_client: Client) -> None:
    assert admin_client.get(address(Comment, "add")).status_code == 403


def test_words_say_how_many_films_they_describe(admin_client: Client) -> None:
    genre = Genre.objects.create(name="Thriller", slug="thriller")
    a_film().genres.add(genre)
    row = admin_client.get(address(Genre, "changelist")).context["cl"].result_list[0]
    assert row.film_count == 1


def test_a_film_in_a_list_is_not_deleted_and_the_desk_says_why(admin_client: Client) -> None:
    film = a_film()
    Entry.objects.create(like_list=a_list(), film=film)
    page = admin_client.post(address(Film, "delete", film.pk), {"post": "yes"})
    assert page.status_code == 200
    assert Film.objects.exists()
