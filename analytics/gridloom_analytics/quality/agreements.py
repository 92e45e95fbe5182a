"""Checks between fields: what is said twice must be said alike."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from gridloom_analytics.bilingual import Given
from gridloom_analytics.quality.checks import UNKNOWN, Check, Found, field_title
from gridloom_analytics.quality.expectations import OrderAgreement, PartAgreement, expectations
from gridloom_analytics.quality.placing import Placing, placing
from gridloom_analytics.quality.rows import Rows, days, flags
from gridloom_layers import codes
from gridloom_layers.codes import room
from gridloom_layers.geometry import has_place
from gridloom_layers.geometry.locate import NOWHERE, AreaLocator
from gridloom_layers.language import tr
from gridloom_layers.roles import RoleField, role
from gridloom_layers.workspace import GEOMETRY, Link, Reading, TableInfo

PARTS: Mapping[str, Callable[[pa.Array], pa.Array]] = {
    "birth-date": codes.citizen.birth_date,
    "sex": codes.citizen.sex,
    "organisation": codes.credit.organisation_part,
    "building": codes.room.building_part,
}
"""What a code says about something else; null where it says nothing."""
FALLBACK = "|"
"""In what a link is by: a second field, for rows that the first does not match."""
WIDER = {"organisation": "credit-code", "building": "room-instead-of-building"}
"""The finding in a field of these codes that holds the wider code instead of its part."""


def agreement_checks(store: Reading, info: TableInfo) -> list[Check]:
    """Return the checks between fields of a table, and between fields and links."""
    return [
        *_expected(info),
        *_references(store, info),
        *_linked(store, info),
        *_inside(store, info),
    ]


def _expected(info: TableInfo) -> list[Check]:
    """Return the agreements that the expectations name, as far as the table has their fields."""
    found = []
    for rule in expectations(info.role).agreements:
        names = (rule.of, rule.field) if rule.kind == "part" else (rule.earlier, rule.later)
        if all(info.field(name) for name in names):
            find = _part(info, rule) if rule.kind == "part" else partial(_order, rule)
            found.append(Check("consistency", rule.name, dict(rule.title), find))
    return found


def _part(info: TableInfo, rule: PartAgreement) -> Callable[[Rows], Found]:
    known = role(info.role)
    whole, field = known.field(rule.of), known.field(rule.field)
    return partial(_differing_part, rule, whole and whole.code, field and field.code)


def _differing_part(
    rule: PartAgreement, whole_kind: str | None, kind: str | None, rows: Rows
) -> Found:
    whole = rows.code(rule.of, whole_kind).normal if whole_kind else rows.array(rule.of)
    said = PARTS[rule.part](whole)
    return _compared(said, _other_side(rule, kind, rows, said.type))


def _other_side(
    rule: PartAgreement, kind: str | None, rows: Rows, as_type: pa.DataType
) -> pa.Array:
    """Return the field that repeats the part, in its form; null where it says nothing."""
    if kind is not None:
        checked = rows.code(rule.field, kind)
        wider = checked.findings.get(WIDER.get(rule.part, ""))
        if wider is None or not wider.any():
            return checked.normal
        return pc.coalesce(PARTS[rule.part](checked.normal), checked.normal)
    array = rows.array(rule.field)
    if pa.types.is_temporal(array.type):
        return array.cast(as_type, safe=False)
    return pc.if_else(pc.equal(array, UNKNOWN), pa.scalar(None, array.type), array)


def _compared(one: pa.Array, other: pa.Array) -> Found:
    """Return which rows have both values, and where these differ."""
    return Found(flags(one.is_valid()) & flags(other.is_valid()), flags(pc.not_equal(one, other)))


def _order(rule: OrderAgreement, rows: Rows) -> Found:
    earlier, later = rows.array(rule.earlier), rows.array(rule.later)
    both = rows.filled(rule.earlier) & rows.filled(rule.later)
    if earlier.type == later.type:
        return Found(both, flags(pc.greater(earlier, later)))
    return Found(both, both & (days(earlier) > days(later)))


def _references(store: Reading, info: TableInfo) -> list[Check]:
    """Return, for each join by code, whether its codes are those of rows that are there."""
    known, found = role(info.role), []
    for link in store.links:
        name = _linking_field(link)
        if link.left == info.name and name and info.field(name) and link.column:
            title = tr(
                "{field} is one in “{table}”",
                field=Given.of(field_title(known, name)),
                table=link.right,
            )
            find = partial(_dangling, name, link.column)
            if FALLBACK in (link.on or ""):  # the link may have been found by another field
                find = partial(_absent, name, _codes_of(store, link.right))
            found.append(Check("consistency", f"{name}-in-{link.right}", title.both(), find))
    return found


def _linking_field(link: Link) -> str | None:
    """Return the left field of a join by code; of one with fallbacks the field itself."""
    if link.by != "code" or not link.on:
        return None
    return link.on.partition("=")[0].partition(FALLBACK)[0]


def _codes_of(store: Reading, table: str) -> pa.Array:
    key = store.table(table).key or ""
    return store.attributes(table, [key]).column(key).combine_chunks()


def _dangling(name: str, column: str, rows: Rows) -> Found:
    return Found(rows.filled(name), rows.filled(name) & ~rows.filled(column))


def _absent(name: str, codes: pa.Array, rows: Rows) -> Found:
    """Tell which codes are none of ``codes``, as they are or as the building in a room code."""
    said = rows.array(name)
    there = flags(pc.is_in(said, value_set=codes))
    there |= flags(pc.is_in(room.building_part(said), value_set=codes, skip_nulls=True))
    return Found(rows.filled(name), rows.filled(name) & ~there)


def _linked(store: Reading, info: TableInfo) -> list[Check]:
    """Return, for each code of another table, whether it is that of the row the links lead to.

    A join by that very code would agree with itself and is left out.
    """
    found = []
    for field in _foreign_codes(info):
        for target in store.tables.values():
            if target.role != field.links or target.key is None:
                continue
            way = placing(store, info.name, target.name)
            if way is None or _is_own_code(store, info, way, field):
                continue
            title = tr(
                "{field} is that of “{table}” by the joins",
                field=Given.of(dict(field.title)),
                table=target.name,
            )
            kind = role(target.role).field(target.key)
            keys = _normal(store, target, kind.code if kind else None)
            find = partial(_elsewhere, field, way, keys)
            name = f"{field.name}-as-{target.name}"
            found.append(Check("consistency", name, title.both(), find))
    return found


def _foreign_codes(info: TableInfo) -> list[RoleField]:
    return [
        field for field in role(info.role).fields
        if field.links and field.code and info.field(field.name)
    ]  # fmt: skip


def _is_own_code(store: Reading, info: TableInfo, way: Placing, field: RoleField) -> bool:
    """Whether the way begins with a join by the field itself, or reaches nothing but itself."""
    first = next(
        (link for link in store.links if (link.left, link.column) == (info.name, way.near)), None
    )
    return first is None or _linking_field(first) == field.name


def _normal(store: Reading, target: TableInfo, kind: str | None) -> pa.Array:
    """Return the keys of a table in row order, in their normal form."""
    keys = store.attributes(target.name, [str(target.key)]).column(str(target.key))
    return codes.check(kind, keys).normal if kind else keys.combine_chunks()


def _elsewhere(field: RoleField, way: Placing, keys: pa.Array, rows: Rows) -> Found:
    positions = way.positions(rows)
    linked = keys.take(pa.array(positions, mask=positions < 0))
    return _compared(rows.code(field.name, str(field.code)).normal, linked)


def _inside(store: Reading, info: TableInfo) -> list[Check]:
    """Return, for each join by code of a layer with areas, whether the rows lie in those areas."""
    if info.geometry is None:
        return []
    found = []
    for link in store.links:
        right = store.tables.get(link.right)
        if link.left != info.name or not _linking_field(link) or not right:
            continue
        way = placing(store, info.name, right.name)
        if right.geometry != "area" or way is None or way.near != link.column:
            continue
        shapes = store.layer(right.name, []).geometry.to_numpy()
        find = partial(_outside_area, AreaLocator.of(shapes), way)
        title = tr("position in the “{table}” of its code", table=right.name)
        found.append(Check("consistency", f"position-in-{right.name}", title.both(), find))
    return found


def _outside_area(areas: AreaLocator, way: Placing, rows: Rows) -> Found:
    """Compare where the row lies (an area by a point inside it) with where its code says."""
    shapes = shapely.from_wkb(rows.array(GEOMETRY).to_numpy(zero_copy_only=False))
    placed = has_place(shapes)
    points = shapely.point_on_surface(shapes)
    said = way.positions(rows)
    lies = areas.locate(np.column_stack([shapely.get_x(points), shapely.get_y(points)]))
    asked = placed & (said != NOWHERE)
    return Found(asked, asked & (lies != said))
