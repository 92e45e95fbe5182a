"""What can be edited in a row, and what was, as a window shows it: titles, masks, sentences."""

from dataclasses import dataclass

import pyarrow as pa
from shapely.geometry.base import BaseGeometry

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.disclosure import mask_for
from gridloom_desktop.window.model.sketch import Floats, Sketch, vertices_of
from gridloom_layers.editing import Edit, edits
from gridloom_layers.editing.shapes import shape_of
from gridloom_layers.language import Message, tr
from gridloom_layers.ownership import claimed_fields
from gridloom_layers.workspace import Reading, TableInfo
from gridloom_layers.workspace.titles import canonical_field, field_title

ACTS: dict[str, Message] = {
    "value": tr("value corrected"),
    "move": tr("moved"),
    "reshape": tr("outline drawn anew"),
    "follow": tr("followed its neighbour"),
    "split": tr("split"),
    "new": tr("new by a split"),
    "merge": tr("others merged into it"),
    "remove": tr("merged into another"),
}
"""What each kind of edit is called."""
NEAR = 0.5
"""The share of a shape's size around it in which its neighbours' vertices can be snapped to."""


@dataclass(frozen=True)
class FieldNow:
    """A field that can be corrected: its value as text, as it may be seen, ``masked`` or whole.

    ``values`` are what the role lets it be, where that is a list.
    """

    name: str
    title: Bilingual
    seen: str
    masked: bool
    values: tuple[str, ...] = ()


def fields_now(reading: Reading, table: str, row_key: int) -> list[FieldNow]:
    """Return the fields of a row that can be corrected, its key first."""
    info = reading.table(table)
    names = claimed_fields(reading, table, info.fields, info.key)
    if info.key is not None:
        names = (info.key, *names)
    rows = reading.rows(table, pa.array([row_key]), list(names))
    return [_field(info, name, rows.column(name).cast(pa.string())[0].as_py()) for name in names]


def _field(info: TableInfo, name: str, value: str | None) -> FieldNow:
    field = next(one for one in info.fields if one.name == name)
    known = canonical_field(info, field)
    masked = field.personal != "no"
    seen = mask_for(known, field.personal)(value or "") if masked else value or ""
    values = tuple(known.values) if known is not None else ()
    return FieldNow(name, field_title(info, field), seen, masked, values)


@dataclass(frozen=True)
class Outline:
    """A shape to be edited, and the vertices of its neighbours to snap to (n, 2)."""

    table: str
    row_key: int
    sketch: Sketch
    others: Floats
    is_area: bool


def outline_of(reading: Reading, table: str, row_key: int) -> Outline:
    """Return the shape of a row with what lies around it."""
    info = reading.table(table)
    shape = shape_of(reading, info, row_key)
    keys, shapes = reading.near(table, _around(shape))
    others = [other for key, other in zip(keys, shapes, strict=True) if key != row_key]
    return Outline(table, row_key, Sketch.of(shape), vertices_of(others), info.geometry == "area")


def _around(shape: BaseGeometry) -> tuple[float, float, float, float]:
    xmin, ymin, xmax, ymax = shape.bounds
    room = NEAR * max(xmax - xmin, ymax - ymin)
    return xmin - room, ymin - room, xmax + room, ymax + room


@dataclass(frozen=True)
class Told:
    """One edit as it is listed: when, by whom, what, the values, why. Personal ones are masked."""

    when: str
    author: str
    what: Bilingual
    old: str
    new: str
    reason: str


def told_edits(reading: Reading, table: str, row_key: int | None) -> list[Told]:
    """Return what was edited in a row (None: in the whole table), the newest first."""
    info = reading.table(table)
    return [_told(info, one) for one in reversed(edits(reading, table, row_key))]


def _told(info: TableInfo, one: Edit) -> Told:
    when = one.at.astimezone().strftime("%Y-%m-%d %H:%M")
    return Told(when, one.author, _what(info, one), *_values(info, one), one.reason)


def _what(info: TableInfo, one: Edit) -> Bilingual:
    field = info.field(one.field) if one.act == "value" and one.field else None
    return ACTS[one.act].both() if field is None else field_title(info, field)


def _values(info: TableInfo, one: Edit) -> tuple[str, str]:
    """Return the old and the new value; of shapes, what they are would tell nobody anything."""
    field = info.field(one.field) if one.act == "value" and one.field else None
    if field is None:
        return "", ""
    if field.personal == "no":
        return one.old or "–", one.new or "–"
    mask = mask_for(canonical_field(info, field), field.personal)
    return mask(one.old or "") or "–", mask(one.new or "") or "–"
