"""What can be edited in a row, and what was, as a window shows it: titles, masks, sentences."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pyarrow as pa
from shapely.geometry.base import BaseGeometry

from gridloom_analytics.bilingual import Bilingual, Given, same
from gridloom_analytics.titles import table_heading
from gridloom_desktop.window.model.hierarchy import NOWHERE, hierarchy
from gridloom_desktop.window.model.sketch import Sketch
from gridloom_desktop.window.model.snapping import Surroundings
from gridloom_layers.editing import CLASSED, Edit, edits, next_code, referring
from gridloom_layers.editing.referring import CLASS_FIELDS
from gridloom_layers.editing.shapes import shape_of
from gridloom_layers.editing.values import value_of
from gridloom_layers.errors import BadInput
from gridloom_layers.ownership import claimed_fields
from gridloom_layers.ownership.edits import ACTS
from gridloom_layers.roles import LEVELS, role
from gridloom_layers.workspace import Reading, Store, TableInfo
from gridloom_layers.workspace.titles import canonical_field, field_title, value_label

NEAR = 0.5
"""The share of a shape's size around it in which its neighbours' vertices can be snapped to."""


@dataclass(frozen=True)
class FieldNow:
    """A field that can be corrected: its value as text, and as it is ``seen``.

    A ``masked`` one tells no value: it is not seen as it is. ``choices`` are what the field can be
    and what each is called, where that is a list. ``followers`` are the tables in which rows name
    this one by the field, and how many; None where that would tell of persons.
    """

    name: str
    title: Bilingual
    value: str
    seen: Bilingual
    masked: bool
    choices: tuple[tuple[str, Bilingual], ...] = ()
    followers: tuple[tuple[Bilingual, int | None], ...] = ()


def fields_now(reading: Reading, table: str, row_key: int) -> list[FieldNow]:
    """Return the fields of a row that can be corrected, its key first, as the gate shows them."""
    # late: the gate loads pandas, which a window does without until something is asked
    from gridloom_desktop.publishing.export.conflicts import masked_values

    info = reading.table(table)
    names = claimed_fields(reading, table, info.fields, info.key)
    if info.key is not None:
        names = (info.key, *names)
    rows = reading.rows(table, pa.array([row_key]), list(names))
    fields = []
    for name in names:
        value = rows.column(name).cast(pa.string())
        seen = masked_values(reading, table, name, value)[0].as_py()
        fields.append(_field(reading, info, name, value[0].as_py() or "", seen or ""))
    return fields


def with_followers(
    reading: Reading, table: str, row_key: int, fields: Iterable[FieldNow]
) -> list[FieldNow]:
    """Return fields with the rows that name the row by them; it takes an index for each."""
    return [replace(one, followers=_followers(reading, table, row_key, one.name)) for one in fields]


def _followers(
    reading: Reading, table: str, row_key: int, field: str
) -> tuple[tuple[Bilingual, int | None], ...]:
    found = referring(reading, table, row_key, field)
    told = ((reading.table(each.table), len(each.keys)) for each in found)
    return tuple(
        (table_heading(info), None if role(info.role).personal else count) for info, count in told
    )


def _field(reading: Reading, info: TableInfo, name: str, value: str, seen: str) -> FieldNow:
    field = next(one for one in info.fields if one.name == name)
    known = canonical_field(info, field)
    choices = tuple((each, value_label(each, known)) for each in (known.values if known else ()))
    choices = choices or class_choices(reading, info, name)
    title, masked = field_title(info, field), seen != value
    label = next((label for each, label in choices if each == seen), same(seen))
    return FieldNow(name, title, "" if masked else value, label, masked, choices)


def class_choices(
    reading: Reading, info: TableInfo, field: str
) -> tuple[tuple[str, Bilingual], ...]:
    """Return the classes that rows can have, by the city's own class table where it has one."""
    by = CLASS_FIELDS.get((info.role, field))
    table = next((name for name, classed in CLASSED.items() if classed == info.role), None)
    if by is None or table is None:
        return ()
    found = hierarchy(reading, "component_class" if table == "component_class" else "event_class")
    wide = field == "class_name"
    members = [one for one in found.members if (one.parent == NOWHERE) is wide]
    if by == "class_code":
        return tuple((one.code, same(f"{one.code} {one.name}")) for one in members)
    return tuple((one.name, same(one.name)) for one in members)


def entitled(reading: Reading, fault: BadInput) -> BadInput:
    """Return a fault that calls its table and its field as the window does."""
    message, info = fault.message, reading.tables.get(fault.where.layer or "")
    if info is None:
        return fault
    titles: dict[object, Bilingual] = {info.name: table_heading(info)}
    titles |= {field.name: field_title(info, field) for field in info.fields}
    values = {name: Given.of(titles[value]) if name in ("table", "field") and value in titles
              else value for name, value in message.values.items()}  # fmt: skip
    return BadInput(fault.code, replace(message, values=values), fault.where, fault.hint)


@dataclass(frozen=True)
class Outline:
    """A shape to be edited, and what lies around it, to snap to.

    ``is_area``: it has borders that others may share; ``tiles``: it surely does, as one of a
    division of the city into areas.
    """

    table: str
    row_key: int
    sketch: Sketch
    others: Surroundings
    is_area: bool
    tiles: bool


def outline_of(reading: Reading, table: str, row_key: int) -> Outline:
    """Return the shape of a row with what lies around it."""
    info = reading.table(table)
    shape = shape_of(reading, info, row_key)
    keys, shapes = reading.near(table, _around(shape))
    others = [other for key, other in zip(keys, shapes, strict=True) if key != row_key]
    is_area = info.geometry == "area"
    return Outline(
        table, row_key, Sketch.of(shape), Surroundings.of(others), is_area, info.role in LEVELS
    )


def free_code(reading: Reading, table: str, row_key: int) -> str:
    """Return a code for an area beside a row; blank where none can be made out."""
    info = reading.table(table)
    if info.key is None:
        return ""
    try:
        return next_code(reading, info, value_of(reading, info, row_key, info.key))
    except BadInput:  # the user knows it
        return ""


def _around(shape: BaseGeometry) -> tuple[float, float, float, float]:
    xmin, ymin, xmax, ymax = shape.bounds
    room = NEAR * max(xmax - xmin, ymax - ymin)
    return xmin - room, ymin - room, xmax + room, ymax + room


@dataclass(frozen=True)
class Told:
    """One edit as it is listed: when, by whom, what, the values, why, as the gate shows them.

    The ``reason`` is blank where it would tell of whom. ``field`` is the one whose value was
    corrected; None where it was a shape.
    """

    when: str
    author: str
    field: str | None
    what: Bilingual
    old: str
    new: str
    reason: str


def told_edits(
    store: Store, table: str, row_key: int | None, field: str | None = None
) -> list[Told]:
    """Return what was edited in a row (None: in the whole table), the newest first.

    With a ``field`` only what was done to that.
    """
    from gridloom_desktop.publishing.export.edits import release_edits  # late, as above

    info = store.table(table)
    made = [one for one in edits(store, table, row_key) if field in (None, one.field)]
    released = release_edits(store, [(table, one) for one in reversed(made)])
    return [_told(info, one) for _, one in released]


def _told(info: TableInfo, one: Edit) -> Told:
    when = one.at.astimezone().strftime("%Y-%m-%d %H:%M")
    field = info.field(one.field) if one.act == "value" and one.field else None
    if field is None:  # of shapes, what they are would tell nobody anything
        name = one.field if one.act == "value" else None
        return Told(when, one.author, name, ACTS[one.act].both(), "", "", one.reason)
    values = (one.old or "–", one.new or "–")
    return Told(when, one.author, field.name, field_title(info, field), *values, one.reason)
