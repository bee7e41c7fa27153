"""Lists and files for tests of what is exported and imported."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.apps import apps
from django.core.management import CommandError, call_command

from lists.exchange.contents import FORMAT
from lists.exchange.importing import carried_out, planned
from lists.exchange.plans import ListPlan, Plan
from lists.exchange.reading import read
from lists.exchange.writing import as_file, contents_of
from lists.models import LikeList
from publishing.models import Status
from tests.factories import make_author, make_entry, make_film, make_list


def a_draft(**fields: Any) -> LikeList:
    """Make a draft with everything that a file speaks of."""
    seed = make_film("Heat", 1995, themes=["robbery"], imdb_id="tt0113277", tmdb_id=949)
    film = make_film("Thief", 1981, themes=["robbery"], wikidata_id="Q1146552", movielens_id=2)
    facts = {
        "slug": "films-like-heat",
        "headline": "2 Films Like Heat",
        "search_title": "Like Heat",
        "search_description": "Two films.",
        "numbering": "up",
        "intro": 'One.\n\nTwo, “quoted” and "plain"; with commas,\r\nand lines.',
        "outro": "=SUM(A1)",
        "status": Status.DRAFT,
        "publish_at": None,
    }
    like_list = make_list(seed, **facts | fields)
    traits = [{"kind": "theme", "key": "robbery"}, {"kind": "person", "key": "michael-mann"}]
    make_entry(like_list, film, position=2, blurb="- A safe.\n\n'Tis alike.", traits=traits)
    make_entry(like_list, make_film("Ronin", 1998), position=5, blurb="")
    like_list.authors.add(make_author(), make_author("Otto Reelwell"))
    return like_list


def file_of(*lists: LikeList, form: str = "json") -> bytes:
    return as_file(contents_of(lists), form)


def row(**names: Any) -> dict[str, Any]:
    """A row of a file that names a film so; `blurb` and the like are those of the row."""
    own: dict[str, Any] = {
        key: names.pop(key) for key in ("position", "blurb", "traits") if key in names
    }
    return {"film": names, **own}


def a_file(*entries: dict[str, Any], **facts: Any) -> bytes:
    like_list = {
        "slug": "films-like-heat",
        "headline": "Films Like Heat",
        "entries": list(entries),
        **facts,
    }
    return json.dumps({"format": FORMAT, "version": 1, "lists": [like_list]}).encode()


def a_sheet(*rows: dict[str, Any]) -> bytes:
    """A sheet of these columns only."""
    columns = list(dict.fromkeys(column for each in rows for column in each))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def plan_of(content: bytes, name: str = "") -> Plan:
    return planned(read(content, name))


def the_list(plan: Plan) -> ListPlan:
    assert len(plan.lists) == 1
    return plan.lists[0]


def unmatched(content: bytes) -> list[str]:
    return [str(each) for each in plan_of(content).unmatched]


def imported(content: bytes) -> Plan:
    return carried_out(read(content), "a file")


def films_in(slug: str) -> list[tuple[bool, int, str]]:
    entries = LikeList.objects.get(slug=slug).entries.by_position()
    return [(each.is_seed, each.position, each.film.title) for each in entries]


def everything() -> dict[str, list[Any]]:
    """All that is in the database, table by table."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
    }


def command(*args: Any, **options: Any) -> tuple[int, str]:
    """Run a command; return how it ends, and what it prints."""
    out = io.StringIO()
    try:
        call_command(*map(str, args), stdout=out, **options)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()
