"""A measure for every area of a level."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.disclosure import coarse
from gridloom_analytics.disclosure.persons import counts_persons
from gridloom_analytics.expressions import absent_value, find_level
from gridloom_analytics.measures.aggregating import Floats, TermValues, aggregate, divided
from gridloom_analytics.measures.parsing import parse_measure
from gridloom_analytics.measures.paths import Way, find_way
from gridloom_analytics.measures.terms import Area, Measure, Number, Part, Term
from gridloom_analytics.measures.titles import title, unit
from gridloom_analytics.measures.values import MeasureValues
from gridloom_analytics.titles import measure_title
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, listed, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import ROW_KEY, Reading, TableInfo

WELL_PLACED, BADLY_PLACED = 0.95, 0.70
SQUARE_METRES = 1e6
"""Square metres in a km²."""


def evaluate(
    store: Reading, text_or_name: str, level: str | None = None, progress: Progress | None = None
) -> MeasureValues:
    """Evaluate a measure, given as text or by the name under which it is kept.

    ``level`` wins over the level named in the text. Areas are planar, in the workspace's CRS.
    Raise ``BadInput`` where the text, the level or the way to it does not exist. The values are
    the same bit for bit for any number of threads.
    """
    progress = progress or Progress()
    kept = store.measures.get(text_or_name)
    measure = parse_measure(kept.text if kept else text_or_name, store)
    table = _level(store, measure, level)
    ways = {term: find_way(store, term.subject, table.name) for term in measure.terms}
    areas = store.attributes(table.name, []).column(ROW_KEY).to_pandas()
    index = pd.Index(areas, name=ROW_KEY)
    found: dict[Term, TermValues] = {}
    for number, (term, way) in enumerate(ways.items()):
        progress.report("measure", number, len(ways), tr("Counting {term}", term=term.text))
        found[term] = aggregate(store, term, way, index)
    progress.report("measure", len(ways), len(ways))
    square_km = _square_km(store, table, measure, index)
    columns = {term: _values(term, found, square_km) for term in measure.terms}
    value = _computed(measure.formula, columns, square_km, len(index))
    frame = pd.DataFrame({"value": value} | {t.text: columns[t] for t in columns}, index=index)
    return MeasureValues(
        text=measure.text,
        level=table.name,
        frame=frame,
        title=measure_title(kept.name) if kept else title(measure, table.name, store),
        unit=unit(measure.formula),
        persons=_persons(store, found, index),
        coverage={
            term.text: (each.placed, each.rows)
            for term, each in found.items()
            if not ways[term].is_about_areas
        },
        warnings=_warnings(store, found, ways),
    )


def _level(store: Reading, measure: Measure, level: str | None) -> TableInfo:
    name = level or measure.level
    if name is not None:
        return find_level(store, name)
    levels = [table.name for table in store.tables.values() if table.geometry == "area"]
    raise BadInput(
        "no-level",
        tr("The measure does not say by which areas to count."),
        hint=tr("Add “by {level}”; there are: {levels}.",
                level=levels[0] if levels else "grid", levels=listed(levels)),
    )  # fmt: skip


def _needs_area(part: Part) -> bool:
    if isinstance(part, Term):
        return part.aggregate == "density"
    if isinstance(part, Area):
        return True
    return not isinstance(part, Number) and (_needs_area(part.left) or _needs_area(part.right))


def _square_km(store: Reading, table: TableInfo, measure: Measure, index: pd.Index) -> Floats:
    """Return the area of each place; NaN where the measure does not need it."""
    if not _needs_area(measure.formula):
        return np.full(len(index), np.nan)
    shapes = store.layer(table.name, []).geometry
    return (shapes.area / SQUARE_METRES).reindex(index).to_numpy(dtype=float)


def _values(term: Term, found: Mapping[Term, TermValues], square_km: Floats) -> Floats:
    values = found[term].values
    return divided(values, square_km) if term.aggregate == "density" else values


def _computed(part: Part, columns: Mapping[Term, Floats], square_km: Floats, rows: int) -> Floats:
    if isinstance(part, Term):
        return columns[part]
    if isinstance(part, Number):
        return np.full(rows, part.value)
    if isinstance(part, Area):
        return square_km
    left = _computed(part.left, columns, square_km, rows)
    right = _computed(part.right, columns, square_km, rows)
    with np.errstate(over="ignore", invalid="ignore"):
        match part.operator:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case "/":
                return divided(left, right)


def _persons(
    store: Reading, found: Mapping[Term, TermValues], index: pd.Index
) -> pd.DataFrame | None:
    counts = {
        name: counted
        for term, values in found.items()
        if counts_persons(store.table(term.subject))
        for name, counted in values.counts.items()
    }
    return pd.DataFrame(counts, index=index) if counts else None


def _warnings(
    store: Reading, found: Mapping[Term, TermValues], ways: Mapping[Term, Way]
) -> tuple[Bilingual, ...]:
    said = [ways[term].warning() for term in found]
    said += [
        _coverage(term, values, persons=counts_persons(store.table(term.subject)))
        for term, values in found.items()
        if not ways[term].is_about_areas
    ]
    for term, values in found.items():
        if term.where is not None and values.rows == 0:
            said += absent_value(store, term.where) or ()
    kept = {str(message): message.both() for message in said if message}
    return tuple(kept.values())


def _coverage(term: Term, values: TermValues, *, persons: bool) -> Message | None:
    if values.rows == 0:
        return tr("“{term}” selects no rows.", term=term.text)
    part = values.placed / values.rows
    if part < BADLY_PLACED:
        return tr(
            "Only {part:.0%} of the rows of “{table}” can be placed at this level; its map mostly shows where the place is known.",  # noqa: E501
            part=part,
            table=term.subject,
        )
    if part >= WELL_PLACED:
        return None
    if persons:
        placed, rows = coarse(values.placed, values.rows)
        return tr(
            "Up to {missing:,} of about {rows:,} rows of “{table}” cannot be placed at this level.",
            missing=rows - placed,
            rows=rows,
            table=term.subject,
        )
    return tr(
        "{missing:,} of {rows:,} rows of “{table}” cannot be placed at this level.",
        missing=values.rows - values.placed,
        rows=values.rows,
        table=term.subject,
    )
