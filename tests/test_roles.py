"""Who may do what at the desk: each role against each action, by what becomes of the rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from films.models import Film
from lists.models import LikeList
from people.models import Person
from publishing.models import Overruling, Picture, Publishable, Status
from publishing.roles import ROLES
from reviews.models import Article, Comment, Review
from tests.factories import (
    make_film,
    make_list,
    make_person,
    make_ready_article,
    make_ready_list,
    make_review,
    make_user,
)
from tests.test_admin import act, address, form_data, signed_in

pytestmark = pytest.mark.django_db

DRAFT: dict[str, Any] = {"status": Status.DRAFT, "publish_at": None}
Action = Callable[[Client, "User | None"], bool]


def somebody(role: str) -> tuple[Client, User | None]:
    """Return a client for the role, and the account behind it; a stranger has none."""
    if role == "stranger":
        return Client(), None
    user = make_user(*([role] if role in ROLES else []), is_superuser=role == "superuser")
    return signed_in(user), user


def other() -> User:
    return make_user("Writer")


def save(client: Client, page: Any, **typed: Any) -> Any:
    """Change a page by its form as it is shown, or by a forged one where none is shown."""
    change = address(type(page), "change", page.pk)
    shown = client.get(change)
    context = getattr(shown, "context", None) or {}
    data = form_data(shown) if "adminform" in context else {}
    return client.post(change, data | typed)


def is_changed(client: Client, page: Publishable) -> bool:
    save(client, page, standfirst="It was changed here.")
    page.refresh_from_db()
    return page.standfirst == "It was changed here."


def moves(client: Client, page: Publishable, to: str) -> bool:
    save(client, page, _to=to)
    page.refresh_from_db()
    return page.status == to


def is_deleted(client: Client, page: Any) -> bool:
    client.post(address(type(page), "delete", page.pk), {"post": "yes"})
    return not type(page).objects.filter(pk=page.pk).exists()


def is_shown(client: Client, page: Any) -> bool:
    return client.get(address(type(page), "change", page.pk)).status_code == 200


def starts_a_list(client: Client, user: User | None) -> bool:
    client.post(address(LikeList, "add"), {"film": make_film().slug})
    started = LikeList.objects.first()
    return started is not None and started.owner == user


def writes_a_review(client: Client, user: User | None) -> bool:
    add = address(Review, "add")
    shown = client.get(add)
    data = form_data(shown) if shown.status_code == 200 else {}
    words = {"headline": "Heat, reviewed", "slug": "heat-reviewed", "body": "It is long."}
    facts = {"film": make_film().pk, "rating": "8", "stance": "positive", "verdict": "Long."}
    client.post(add, data | words | facts)
    return Review.objects.filter(slug="heat-reviewed", owner=user).exists()


def a_list_of(user: User | None, **facts: Any) -> LikeList:
    return make_ready_list(owner=user, **DRAFT | facts)


def publishes_selected(client: Client, _user: User | None) -> bool:
    page = a_list_of(other())
    client.post(
        address(LikeList, "changelist"), {"action": "publish", "_selected_action": [page.pk]}
    )
    page.refresh_from_db()
    return page.status == Status.PUBLISHED


def schedules_by_a_forged_field(client: Client, user: User | None) -> bool:
    page = a_list_of(user)
    when = {"publish_at_0": "2030-01-01", "publish_at_1": "09:00", "status": "published"}
    save(client, page, **when)
    page.refresh_from_db()
    return page.publish_at is not None


def overrules(client: Client, user: User | None) -> bool:
    page = a_list_of(user)
    page.entries.filter(is_seed=False).update(blurb="A man wakes in a hotel and runs.")
    found = [finding for finding in page.findings() if not finding.is_error]
    assert found
    save(client, page, **{f"overrule-{found[0].key}": "It is meant so."})
    return Overruling.objects.exists()


def previews(client: Client, page: Publishable) -> bool:
    name = [page._meta.label_lower, page.pk]
    return client.get(reverse("pages:preview_for_staff", args=name)).status_code == 200


def moderates(client: Client, _user: User | None) -> bool:
    comment = Comment.objects.create(page=make_review(), name="A Reader", body="Thank you.")
    client.post(
        address(Comment, "changelist"), {"action": "approve", "_selected_action": [comment.pk]}
    )
    comment.refresh_from_db()
    return comment.status == Comment.Status.APPROVED


def changes_a_person(client: Client, _user: User | None) -> bool:
    person = make_person()
    save(client, person, birthplace="Chicago")
    person.refresh_from_db()
    return person.birthplace == "Chicago"


def makes_an_account(client: Client, _user: User | None) -> bool:
    word = "a long walk at night"
    data = {"username": "new", "password1": word, "password2": word, "usable_password": "true"}
    client.post(reverse("admin:auth_user_add"), data)
    return User.objects.filter(username="new").exists()


def makes_a_superuser(client: Client, user: User | None) -> bool:
    account = make_user()
    change = reverse("admin:auth_user_change", args=[account.pk])
    shown = client.get(change)
    data = form_data(shown) if shown.status_code == 200 else {}
    client.post(change, data | {"is_superuser": "on"})
    account.refresh_from_db()
    return account.is_superuser


ACTIONS: dict[str, Action] = {
    "open the desk": lambda c, _: c.get(reverse("admin:index")).status_code == 200,
    "start a list": starts_a_list,
    "write a review": writes_a_review,
    "see a draft of another": lambda c, _: is_shown(c, a_list_of(other())),
    "see a public list": lambda c, _: is_shown(c, make_list()),
    "change an own draft": lambda c, u: is_changed(c, a_list_of(u)),
    "change an own article": lambda c, u: is_changed(c, make_ready_article(owner=u, **DRAFT)),
    "change an own page in review": lambda c, u: is_changed(c, a_list_of(u, status="review")),
    "change an own public page": lambda c, u: is_changed(
        c, make_ready_list(owner=u, status=Status.PUBLISHED)
    ),
    "change a draft of another": lambda c, _: is_changed(c, a_list_of(other())),
    "change a public list": lambda c, _: is_changed(c, make_ready_list(owner=other())),
    "send an own draft to review": lambda c, u: moves(c, a_list_of(u), "review"),
    "send another's draft to review": lambda c, _: moves(c, a_list_of(other()), "review"),
    "take an own page back": lambda c, u: moves(c, a_list_of(u, status="review"), "draft"),
    "publish an own draft": lambda c, u: moves(c, a_list_of(u), "published"),
    "publish another's draft": lambda c, _: moves(c, a_list_of(other()), "published"),
    "publish an article": lambda c, _: moves(c, make_ready_article(**DRAFT), "published"),
    "publish selected lists": publishes_selected,
    "schedule by a forged field": schedules_by_a_forged_field,
    "withdraw a list": lambda c, _: moves(c, make_ready_list(), "withdrawn"),
    "delete an own draft": lambda c, u: is_deleted(c, a_list_of(u)),
    "delete a draft of another": lambda c, _: is_deleted(c, a_list_of(other())),
    "delete a public list": lambda c, _: is_deleted(c, make_ready_list()),
    "overrule a warning": overrules,
    "preview an own draft": lambda c, u: previews(c, a_list_of(u)),
    "preview a draft of another": lambda c, _: previews(c, a_list_of(other())),
    "see the history of another's": lambda c, _: (
        c.get(address(LikeList, "history", a_list_of(other()).pk)).status_code == 200
    ),
    "moderate comments": moderates,
    "see films": lambda c, _: c.get(address(Film, "changelist")).status_code == 200,
    "change people": changes_a_person,
    "upload pictures": lambda c, _: c.get(address(Picture, "add")).status_code == 200,
    "make accounts": makes_an_account,
    "make superusers": makes_a_superuser,
}
OWN = {
    "open the desk",
    "start a list",
    "write a review",
    "change an own draft",
    "change an own article",
    "change an own page in review",
    "send an own draft to review",
    "take an own page back",
    "delete an own draft",
    "overrule a warning",
    "preview an own draft",
    "see films",
    "upload pictures",
}
MAY: dict[str, set[str]] = {
    "stranger": set(),
    "staff": {"open the desk"},
    "Writer": OWN,
    "Editor": set(ACTIONS) - {"make accounts", "make superusers"},
    "Moderator": {
        "open the desk",
        "see a draft of another",
        "see a public list",
        "preview an own draft",
        "preview a draft of another",
        "see the history of another's",
        "moderate comments",
    },
    "Administrator": set(ACTIONS) - {"make superusers"},
    "superuser": set(ACTIONS),
}


def test_every_role_stands_in_the_table() -> None:
    assert set(ROLES) <= set(MAY)
    assert set().union(*MAY.values()) == set(ACTIONS)


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("action", ACTIONS)
def test_a_role_may_do_what_the_table_says_and_nothing_else(role: str, action: str) -> None:
    client, user = somebody(role)
    assert ACTIONS[action](client, user) == (action in MAY[role])


def test_a_writers_lists_are_their_own_only() -> None:
    client, user = somebody("Writer")
    mine, theirs = a_list_of(user, headline="Mine"), a_list_of(other(), headline="Theirs")
    shown = client.get(address(LikeList, "changelist")).content.decode()
    assert mine.headline in shown
    assert theirs.headline not in shown
    act(client, LikeList, "delete_selected", theirs)
    client.post(
        address(LikeList, "changelist"),
        {"action": "delete_selected", "_selected_action": [theirs.pk], "post": "yes"},
    )
    assert LikeList.objects.filter(pk=theirs.pk).exists()


def test_author_and_reviewer_are_recorded() -> None:
    writer_client, writer = somebody("Writer")
    editor_client, editor = somebody("Editor")
    writer_client.post(address(LikeList, "add"), {"film": make_film().slug})
    assert LikeList.objects.get().owner == writer
    page = a_list_of(writer)
    assert moves(writer_client, page, "review")
    assert moves(editor_client, page, "published")
    assert (page.owner, page.reviewer) == (writer, editor)


@pytest.mark.parametrize("kind", [LikeList, Review, Article, Person])
def test_nobody_loses_rights_when_roles_are_made_again(kind: type) -> None:
    _, user = somebody("Editor")
    assert user is not None
    before = user.get_all_permissions()
    make_user("Editor")
    assert User.objects.get(pk=user.pk).get_all_permissions() == before
    assert Group.objects.count() == len(ROLES)
    assert f"{kind._meta.app_label}.change_{kind._meta.model_name}" in before  # type: ignore[attr-defined]  # a model
