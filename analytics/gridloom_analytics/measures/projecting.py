"""The projection of a large table: its narrow columns with the keys of all places, in their order.

A projection in the sense of column stores: a copy of some columns, sorted for the questions that
are asked most. Rows of one area lie together, so that a question about one street reads little,
and no question follows the links again. The store keeps it until one of the tables changes.
"""

from collections.abc import Iterable, Mapping

from sqlglot import exp

from gridloom_analytics.expressions import Filter, Value, parse_value
from gridloom_analytics.measures.paths import Steps, reachable
from gridloom_analytics.measures.placing import SUBJECT, Projection, Rows, column
from gridloom_analytics.measures.remembering import Remembered
from gridloom_layers.roles import LEVELS, role
from gridloom_layers.workspace import ROW_KEY, Reading, TableField, TableInfo

LARGE = 200_000
"""Rows of a table that is worth a projection, and whose answers are worth keeping."""
SAMPLED, FEW = 100_000, 2_000
"""A text column is narrow where so many rows have at most so many different values."""


def rows_of(
    store: Reading,
    subject: str,
    where: Filter | None = None,
    fields: Iterable[str] = (),
    ways: Iterable[Steps] = (),
) -> Rows:
    """Return rows of a table to ask about ``fields`` at the ends of ``ways``."""
    copy = project(store, subject)
    needed = {*fields, *(where.fields if where is not None else ())}
    usable = copy is not None and copy.holds(needed, ways)
    return Rows(subject, where, copy if usable else None)


def is_large(store: Reading, subject: str) -> bool:
    """Tell whether answers about a table are worth keeping."""
    return store.table(subject).rows >= LARGE


def project(store: Reading, subject: str) -> Projection | None:
    """Return the projection of a large table; None for others, which are read as they are."""
    if not is_large(store, subject):
        return None
    return _projections(store, subject)


def _projected(store: Reading, subject: str) -> Projection:
    table = store.table(subject)
    fields = _narrow(store, table)
    names = {field.name for field in fields}
    ways = [way for _, way in reachable(store, subject) if way and _forward(way)]
    places = {way: _column_of(way, names) for way in ways}
    order = _by_width(store, places)
    derived = _derived(store, table, names)
    query = _query(store, table, names, places, order, derived)
    return Projection(
        store.materialised(query),
        frozenset({ROW_KEY, *names, *(way[0].near for way in ways if len(way) == 1)}),
        places,
        {value.sql(SUBJECT): value.text for value in derived},
        tuple(order),
    )


_projections = Remembered(_projected)


def _derived(store: Reading, table: TableInfo, stored: set[str]) -> list[Value]:
    """Return the derived values of the role that can be computed from ``stored`` fields."""
    return [
        parse_value(field.name, store, table.name)
        for field in role(table.role).derived
        if field.name not in table.field_names and stored.issuperset(field.needs)
    ]


def _forward(way: Steps) -> bool:
    return all(step.far == ROW_KEY for step in way)


def _column_of(way: Steps, taken: set[str]) -> str:
    """Return the name of the column of a way: of one step that of the link itself."""
    name = way[0].near if len(way) == 1 else f"{way[-1].end} key"
    while name in taken:
        name += "_"
    return name


def _narrow(store: Reading, table: TableInfo) -> list[TableField]:
    """Return the fields with numbers, days and categories; links are places."""
    links = {link.column for link in store.links if link.left == table.name}
    own = [field for field in table.fields if field.name not in links]
    few = _few_values(store, table, [field for field in own if field.type == "text"])
    return [field for field in own if field.type != "text" or field.name in few]


def _few_values(store: Reading, table: TableInfo, fields: list[TableField]) -> set[str]:
    known = role(table.role)
    coded = {
        field.name
        for field in fields
        if field.canonical and (defined := known.field(field.name)) and defined.values
    }
    names = [field.name for field in fields if field.name not in coded]
    if not names:
        return coded
    head = exp.select(*map(_quoted, names)).from_(exp.table_(table.name, quoted=True))
    different = [exp.Count(this=exp.Distinct(expressions=[_quoted(name)])) for name in names]
    counted = exp.select(
        *(exp.alias_(each, name, quoted=True) for each, name in zip(different, names, strict=True))
    ).from_(head.limit(SAMPLED).subquery("head"))
    (counts,) = store.answer(counted).to_pylist()
    return coded | {name for name, count in counts.items() if count <= FEW}


def _query(
    store: Reading,
    table: TableInfo,
    fields: Iterable[str],
    places: Mapping[Steps, str],
    order: Iterable[str],
    derived: Iterable[Value],
) -> exp.Select:
    """Return the rows of a table with all their places, those of one area together."""
    rows = Rows(table.name)
    keys = {name: rows.place(way) for way, name in places.items()}
    sorted_by = [*(keys[name] for name in order), column(ROW_KEY, SUBJECT)]
    made = [column(name, SUBJECT) for name in (ROW_KEY, *sorted(fields))]
    made += [_named(value.sql(SUBJECT), value.text, whole=value.type == "integer")
             for value in derived]  # fmt: skip
    made += [_named(key, name, whole=_fit(store)) for name, key in keys.items()]
    return rows.query.select(*made).order_by(*(key.copy() for key in sorted_by))


def _fit(store: Reading) -> bool:
    """Tell whether all row keys are numbers of 32 bits, which are faster to count by."""
    parts = (part for table in store.tables.values() for part in table.records)
    return all(part.last < 1 << 31 for part in parts)


def _named(value: exp.Expr, name: str, *, whole: bool) -> exp.Expr:
    made = exp.cast(value.copy(), "INT") if whole else value
    return exp.alias_(made, name, quoted=True)


def _by_width(store: Reading, places: Mapping[Steps, str]) -> list[str]:
    """Return the columns of the areas, the widest level first, then of what lies in them."""

    def width(item: tuple[Steps, str]) -> tuple[int, int]:
        table = store.table(item[0][-1].end)
        level = LEVELS.index(table.role) if table.role in LEVELS else len(LEVELS)
        return level, len(item[0])

    placed = [item for item in places.items() if store.table(item[0][-1].end).geometry]
    return [name for _, name in sorted(placed, key=width)]


def _quoted(name: str) -> exp.Column:
    return exp.column(exp.to_identifier(name, quoted=True))
