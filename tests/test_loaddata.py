"""Broken fixtures are refused in a sentence, and nothing of them stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from films.models import Genre, Theme

pytestmark = pytest.mark.django_db
GOOD = json.dumps({"model": "films.genre", "fields": {"name": "Crime", "slug": "crime"}})


def load(folder: Path, *lines: str) -> str:
    """Load a fixture of these lines and return why it was refused."""
    fixture = folder / "broken.jsonl"
    fixture.write_text("\n".join(lines) + "\n")
    with pytest.raises(CommandError) as refused:
        call_command("loaddata", str(fixture), verbosity=0)
    assert not Genre.objects.exists()
    return str(refused.value)


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    refusal = load(tmp_path, GOOD, '{"model": "films.genre", ')
    assert "broken.jsonl, line 2, is not JSON" in refusal
    assert refusal.endswith("Nothing was loaded.")


def test_a_blank_line_is_not_blamed(tmp_path: Path) -> None:
    assert "line 4, is not JSON" in load(tmp_path, GOOD, "", "   ", "{")


def test_a_fixture_without_a_row_is_refused(tmp_path: Path) -> None:
    assert "No fixture data found" in load(tmp_path, "")


def test_a_model_that_does_not_exist_is_named(tmp_path: Path) -> None:
    assert "films.gender" in load(tmp_path, GOOD, '{"model": "films.gender", "fields": {}}')


def test_a_field_that_does_not_exist_is_named(tmp_path: Path) -> None:
    row = {"model": "films.theme", "fields": {"name": "Heist", "slug": "heist", "hue": 3}}
    assert "hue" in load(tmp_path, GOOD, json.dumps(row))


def test_a_broken_constraint_is_named(tmp_path: Path) -> None:
    fields = {"name": "Heist", "slug": "heist", "kind": "odd", "description": "-"}
    row = json.dumps({"model": "films.theme", "fields": fields})
    assert "films_theme_kind_is_known" in load(tmp_path, GOOD, row)
    assert not Theme.objects.exists()
