"""Two rows of one kind made one: what pointed at the one that goes points at the one that stays.

What moves is found from the models themselves, so that no kind of row is forgotten. Nothing that
somebody wrote is given up: where both rows have words in the same place, an editor decides first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import Collector

from .comparing import Names, fields_of, plain, with_names
from .models import Addressed, FormerSlug, Part, Publishable, Scheduled
from .revisions import revising

if TYPE_CHECKING:
    from .comparing import AnyField

# Where a row stands and since when is the row's own; it does not pass to another.
OWN = {"slug", "status", "publish_at", "expire_at"}
ALIKE = "_id"  # ends the names of numbers in other catalogues: where they differ, so may the rows


@dataclass(frozen=True)
class Pointer:
    """A column that points at rows of the kind, by a foreign key or by kind and number."""

    model: type[models.Model]
    name: str  # what is set to let it point elsewhere
    kind: str = ""  # the column with the content type, if any

    def at(self, row: models.Model) -> models.QuerySet[Any]:
        rows = self.model._base_manager.filter(**{self.name: row.pk})
        if not self.kind:
            return rows.order_by("pk")
        return rows.filter(**{self.kind: ContentType.objects.get_for_model(row)}).order_by("pk")


@dataclass
class Move:
    """Rows of one kind that point at the row that goes."""

    pointer: Pointer
    moving: list[models.Model] = field(default_factory=list)
    dropped: list[models.Model] = field(default_factory=list)  # the other has the same already

    @property
    def label(self) -> str:
        opts: Any = self.pointer.model._meta
        if opts.auto_created:  # a table between two kinds: called by the far side
            between = opts.auto_created._meta.many_to_many
            column = next(each for each in between if each.remote_field.through is opts.model)
            is_own = self.pointer.name == f"{column.m2m_field_name()}_id"
            near, far = column.verbose_name, opts.auto_created._meta.verbose_name_plural
            return str(near if is_own else far)
        return str(opts.verbose_name_plural)


@dataclass(frozen=True)
class Choice:
    """A field in which both rows say something else."""

    name: str
    label: str
    kept: str
    gone: str
    is_identity: bool


@dataclass(frozen=True)
class Blocker:
    """What an editor has to settle before; `row` is where, a page of the desk if it has one."""

    sentence: str
    row: models.Model


class Merge:
    """What becomes of two rows; worked out once, shown, and carried out as it was shown."""

    def __init__(self, kept: Addressed, gone: Addressed) -> None:
        """Raises ValidationError for rows that cannot be made one."""
        if type(kept) is not type(gone) or kept.pk == gone.pk:
            raise ValidationError("Choose another row than the one that stays.")
        self.kept, self.gone = kept, gone
        self.blockers: list[Blocker] = []
        self.moves = [self._move(pointer) for pointer in pointers_at(type(kept))]
        if _is_public(gone) and isinstance(kept, Scheduled) and not kept.is_published:
            sentence = f"Readers see {gone} and not {kept}: publish {kept}, or keep {gone}."
            self.blockers.insert(0, Blocker(sentence, kept))

    @property
    def shown_moves(self) -> list[Move]:
        """The moves that an editor cares about; old addresses are told by themselves."""
        moves = [move for move in self.moves if move.pointer.model is not FormerSlug]
        return [move for move in moves if move.moving or move.dropped]

    @cached_property
    def filled(self) -> list[Choice]:
        """Fields that the one that stays takes over, since it says nothing there."""
        return [choice for choice in self._unequal if not choice.kept]

    @cached_property
    def choices(self) -> list[Choice]:
        return [choice for choice in self._unequal if choice.kept and choice.gone]

    @property
    def may_be_two(self) -> bool:
        """Whether other catalogues have two numbers for them."""
        return any(choice.is_identity for choice in self.choices)

    @cached_property
    def former_slugs(self) -> list[str]:
        """The addresses that will lead to the one that stays."""
        rows = Pointer(FormerSlug, "object_id", "content_type").at(self.gone)
        return [self.gone.slug, *rows.values_list("slug", flat=True)]

    @cached_property
    def digest(self) -> str:
        """Return what changes whenever anything else would be done than was shown."""
        told = [
            [str(move.pointer), [row.pk for row in move.moving], [row.pk for row in move.dropped]]
            for move in self.moves
        ]
        facts = [self.kept.pk, self.gone.pk, told, [list(vars(c).values()) for c in self._unequal]]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]

    def carry_out(self, chosen: Collection[str] = ()) -> None:
        """Do it in one transaction; `chosen` names fields in which the one that goes is right.

        Raises ValidationError, and changes nothing, where something is in the way.
        """
        if self.blockers:
            raise ValidationError([blocker.sentence for blocker in self.blockers])
        taken = {choice.name for choice in self.filled} | set(chosen)
        try:
            with transaction.atomic():
                pages = self._pages()
                with revising(f"{self.gone} merged into {self.kept}", *pages):
                    self._carry_out(taken & {choice.name for choice in self._unequal})
                    # Forms that are open on these pages notice that they have changed.
                    for page in pages:
                        type(page)._base_manager.get(pk=page.pk).save()
        except IntegrityError as error:
            raise ValidationError(f"The database refuses it: {error}") from error

    # How it is done -----------------------------------------------------------------------------

    def _carry_out(self, taken: Collection[str]) -> None:
        for move in self.moves:
            for row in move.dropped:
                row.delete()
            for row in move.moving:
                setattr(row, move.pointer.name, self.kept.pk)
                row.save()
        values = {name: getattr(self.gone, name) for name in taken}
        slug = self.gone.slug
        self._delete_the_one_that_goes()
        FormerSlug.objects.create(
            content_type=ContentType.objects.get_for_model(self.kept),
            object_id=self.kept.pk,
            slug=slug,
        )
        for name, value in values.items():
            setattr(self.kept, name, value)
        self.kept.full_clean()
        self.kept.save()

    def _pages(self) -> list[Publishable]:
        """Return the editors' pages that change."""
        rows = [row for move in self.moves for row in [*move.moving, *move.dropped]]
        pages = {(type(page), page.pk): page for row in rows for page in publishables_around(row)}
        return list(pages.values())

    def _delete_the_one_that_goes(self) -> None:
        """Delete it with what is computed about it, and nothing else."""
        gone = type(self.gone)._base_manager.get(pk=self.gone.pk)
        collector = Collector(using="default")
        collector.collect([gone])
        found = {*collector.data, *(rows.model for rows in collector.fast_deletes if rows.exists())}
        lost = {model for model in found if not is_computed(model)} - {type(gone)}
        if lost:
            names = ", ".join(sorted(str(model._meta.verbose_name_plural) for model in lost))
            raise ValidationError(f"These would be deleted with {gone}: {names}.")
        gone.delete()

    # What there is ------------------------------------------------------------------------------

    @cached_property
    def _unequal(self) -> list[Choice]:
        """Fields in which the two differ (a query for each kind of row that they point at)."""
        unequal: list[tuple[AnyField, Any, Any]] = []
        keys: dict[Any, set[str]] = {}
        for column in fields_of(type(self.kept)):
            if column.many_to_many or column.name in OWN:
                continue
            ours = plain(column, column.value_from_object(self.kept))
            theirs = plain(column, column.value_from_object(self.gone))
            if theirs not in ("", []) and ours != theirs:
                unequal.append((column, ours, theirs))
                if column.remote_field:
                    keys.setdefault(column.related_model, set()).update({ours, theirs} - {""})
        names = Names(keys)
        return [
            Choice(
                column.name,
                str(column.verbose_name),
                "" if ours == "" else names.told(column, ours),
                names.told(column, theirs),
                column.name.endswith(ALIKE),
            )
            for column, ours, theirs in unequal
        ]

    def _move(self, pointer: Pointer) -> Move:
        """Sort the rows that point at the one that goes (a query, or two where rows may clash)."""
        move = Move(pointer)
        rows = list(with_names(pointer.at(self.gone)))
        theirs = _by_rules(pointer, pointer.at(self.kept)) if rows else {}
        for row in rows:
            twins = [theirs[place] for place in _places(pointer, row) if place in theirs]
            if not twins:
                move.moving.append(row)
                continue
            move.dropped.append(row)
            if _is_written(pointer.model) or _loses_words(row, twins[0]):
                self.blockers.append(Blocker(_told(row), _page_of(row)))
        return move


def pointers_at(model: type[models.Model]) -> list[Pointer]:
    """Return all columns that point at rows of a model, except those of what is computed."""
    found = [
        Pointer(relation.related_model, relation.field.attname)
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel) and not is_computed(relation.related_model)
    ]
    found += [
        Pointer(other, generic.fk_field, generic.ct_field)
        for other in apps.get_models()
        for generic in other._meta.private_fields
        if isinstance(generic, GenericForeignKey) and _is_ours(other)
    ]
    return found


def _is_public(row: Addressed) -> bool:
    return isinstance(row, Scheduled) and row.is_published


def is_computed(model: type[models.Model]) -> bool:
    """Whether the rows are worked out from others, so that nobody misses them."""
    return bool(getattr(model, "is_computed", False))


def publishables_around(row: models.Model) -> Iterator[Publishable]:
    """Yield the pages that a row is, belongs to or connects (a query for each not loaded)."""
    if isinstance(row, Publishable):
        yield row
    for column in row._meta.fields:
        to = column.related_model if column.remote_field else None
        if not (isinstance(to, type) and issubclass(to, Publishable)):
            continue
        is_its_part = isinstance(row, Part) and row.part_of == column.name
        if is_its_part or row._meta.auto_created:
            yield getattr(row, column.name)


def _is_ours(model: type[models.Model]) -> bool:
    """Whether rows point at pages as part of the site; revisions and logs tell of the past."""
    return not model.__module__.startswith(("reversion", "django."))


def _rules(pointer: Pointer) -> list[list[str]]:
    """Return the columns, besides the pointer's own, that tell a row from others of its target."""
    opts = pointer.model._meta
    own = {pointer.name, pointer.kind, pointer.name.removesuffix("_id")}
    rules: list[Collection[str]] = [
        rule.fields
        for rule in opts.constraints
        if isinstance(rule, models.UniqueConstraint) and rule.fields and rule.condition is None
    ]
    rules += opts.unique_together
    rules += [[column.name] for column in opts.fields if column.unique and not column.primary_key]
    return [sorted(set(rule) - own) for rule in rules if set(rule) & own]


def _places(pointer: Pointer, row: models.Model) -> list[tuple[Any, ...]]:
    """Return what no two rows of one target may share, by the rule that says so."""
    places = []
    for number, rule in enumerate(_rules(pointer)):
        columns: list[Any] = [row._meta.get_field(name) for name in rule]
        values = [column.value_from_object(row) for column in columns]
        # To a database, what is unknown equals nothing.
        if None not in values:
            places.append((number, *values))
    return places


def _by_rules(pointer: Pointer, rows: models.QuerySet[Any]) -> dict[tuple[Any, ...], Any]:
    if not _rules(pointer):
        return {}
    return {place: row for row in rows for place in _places(pointer, row)}


def _is_written(model: type[models.Model]) -> bool:
    """Whether the rows are pages of editors or stand in them."""
    if issubclass(model, Publishable):
        return True
    if not issubclass(model, Part):
        return False
    whole = model._meta.get_field(model.part_of).related_model
    return isinstance(whole, type) and issubclass(whole, Publishable)


def _loses_words(row: models.Model, twin: models.Model) -> bool:
    """Whether a row has a text that its twin does not have."""
    texts = [column for column in row._meta.fields if isinstance(column, models.TextField)]
    return any(
        column.value_from_object(row)
        and column.value_from_object(row) != column.value_from_object(twin)
        for column in texts
    )


def _told(row: models.Model) -> str:
    page = _page_of(row)
    name = str(row._meta.verbose_name)
    if page is row:
        return f"Both have a {name} in the same place, with other words: settle {row} first."
    return f"Both stand in “{page}”: take one of them out there first."


def _page_of(row: models.Model) -> models.Model:
    page: models.Model = getattr(row, row.part_of) if isinstance(row, Part) else row
    return page
