"""The terms of a measure for every area of a level, the same for any number of threads.

Counts and sums of whole numbers are exact in any order, so the store makes them. Sums, means and
medians of fractions depend on the order of addition: their values are fetched in the order of
the row keys and added up one after the other by numpy.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from gridloom_analytics.measures.asking import answered
from gridloom_analytics.measures.paths import Way
from gridloom_analytics.measures.placing import SUBJECT, Rows, column
from gridloom_analytics.measures.projecting import rows_of
from gridloom_analytics.measures.terms import Term
from gridloom_layers.workspace import ROW_KEY, Reading

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
NOWHERE = -1


@dataclass(frozen=True)
class TermValues:
    """A term at a level: ``values`` and counts are one number for each of its areas, in order.

    ``placed`` of ``rows`` rows lie in one of the areas. ``counts`` are the numbers of rows that
    the values rest on, by the text that names each.
    """

    values: Floats
    placed: int
    rows: int
    counts: Mapping[str, Counts] = field(default_factory=dict)


def aggregate(store: Reading, term: Term, way: Way, areas: pd.Index) -> TermValues:
    """Return the values of ``term`` for ``areas`` (row keys of the level).

    Areas without rows have 0 for counts, sums and densities of rows, NaN for the rest. A density
    is per row here: divide it by the area.
    """
    if term.value is None:
        return _share(store, term, way, areas) if term.aggregate == "share" else _count(
            store, term, way, areas
        )  # fmt: skip
    if term.value.type == "integer" and term.aggregate != "median":
        return _whole_numbers(store, term, way, areas)
    return _fractions(store, term, way, areas)


def _count(store: Reading, term: Term, way: Way, areas: pd.Index) -> TermValues:
    rows = _rows(store, way, term)
    query = _grouped(rows, way, {"rows": exp.Count(this=exp.Star())})
    counts, total = _by_area(answered(store, rows, query), areas)["rows"]
    return TermValues(counts.astype(float), int(counts.sum()), total, {_counted(term): counts})


def _share(store: Reading, term: Term, way: Way, areas: pd.Index) -> TermValues:
    if term.where is None:
        raise AssertionError("a share has a condition")
    hit = exp.Case().when(term.where.condition(SUBJECT), exp.Literal.number(1)).else_("0")
    columns = {"rows": exp.Count(this=exp.Star()), "hits": exp.cast(exp.Sum(this=hit), "BIGINT")}
    rows = rows_of(store, way.subject, None, term.where.fields, [way.steps])
    query = _grouped(rows, way, columns)
    found = _by_area(answered(store, rows, query), areas)
    (all_rows, total), (hits, _) = found["rows"], found["hits"]
    counts = {_counted(term): hits, f"count({term.subject})": all_rows}
    return TermValues(divided(hits, all_rows), int(all_rows.sum()), total, counts)


def _whole_numbers(store: Reading, term: Term, way: Way, areas: pd.Index) -> TermValues:
    value = _value(term)
    columns = {
        "rows": exp.Count(this=exp.Star()),
        "valued": exp.Count(this=value),
        "total": exp.cast(exp.Sum(this=value.copy()), "DOUBLE"),
    }
    rows = _rows(store, way, term)
    table = answered(store, rows, _grouped(rows, way, columns))
    found = _by_area(table.drop_columns(["total"]), areas)
    (counts, total), (valued, _) = found["rows"], found["valued"]
    sums = np.zeros(len(areas))
    at = _positions(table, areas)
    sums[at[at >= 0]] = pc.fill_null(table["total"], 0.0).to_numpy()[at >= 0]
    values = sums if term.aggregate == "sum" else divided(sums, valued)
    return TermValues(values, int(counts.sum()), total, {term.text: valued})


def _fractions(store: Reading, term: Term, way: Way, areas: pd.Index) -> TermValues:
    rows = _rows(store, way, term)
    query = rows.query.select(
        exp.alias_(rows.place(way.steps), "place", quoted=True),
        exp.alias_(exp.cast(_value(term), "DOUBLE"), "value", quoted=True),
    )
    table = store.select(query.order_by(column(ROW_KEY, SUBJECT)))
    at = _positions(table, areas)
    values = pc.fill_null(table["value"], np.nan).to_numpy()
    used = (at != NOWHERE) & ~np.isnan(values)
    valued = np.bincount(at[used], minlength=len(areas))
    made = _combined(term, at[used], values[used], valued)
    return TermValues(made, int((at != NOWHERE).sum()), table.num_rows, {term.text: valued})


def _combined(term: Term, at: Counts, values: Floats, valued: Counts) -> Floats:
    if term.aggregate == "median":
        return _medians(at, values, valued)
    sums = np.bincount(at, weights=values, minlength=len(valued))
    return sums.astype(float) if term.aggregate == "sum" else divided(sums, valued)


def _medians(at: Counts, values: Floats, valued: Counts) -> Floats:
    ordered = values[np.lexsort((values, at))]
    first = np.cumsum(valued) - valued
    medians = np.full(len(valued), np.nan)
    some = valued > 0
    low = first[some] + (valued[some] - 1) // 2
    high = first[some] + valued[some] // 2
    medians[some] = (ordered[low] + ordered[high]) / 2
    return medians


def divided(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> Floats:
    """Return the quotient, NaN where the denominator is 0."""
    above, below = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below == 0, np.nan, above / below)


def _rows(store: Reading, way: Way, term: Term) -> Rows:
    """Return the rows that a term is about."""
    fields = term.value.fields if term.value is not None else ()
    return rows_of(store, way.subject, term.where, fields, [way.steps])


def _grouped(rows: Rows, way: Way, columns: Mapping[str, exp.Expr]) -> exp.Select:
    place = rows.place(way.steps)
    query = rows.query.select(exp.alias_(place, "place", quoted=True))
    for name, made in columns.items():
        query.select(exp.alias_(made, name, quoted=True), copy=False)
    return query.group_by(place.copy())


def _by_area(table: pa.Table, areas: pd.Index) -> dict[str, tuple[Counts, int]]:
    """Return for each column the counts in the order of the areas, and the count everywhere."""
    at = _positions(table, areas)
    found = {}
    for name in table.column_names[1:]:
        counts = table[name].to_numpy().astype(np.int64)
        placed = np.zeros(len(areas), dtype=np.int64)
        placed[at[at != NOWHERE]] = counts[at != NOWHERE]
        found[name] = (placed, int(counts.sum()))
    return found


def _positions(table: pa.Table, areas: pd.Index) -> Counts:
    keys = pc.fill_null(table["place"].cast(pa.int64()), NOWHERE).to_numpy()
    return areas.get_indexer(keys).astype(np.int64)


def _value(term: Term) -> exp.Expr:
    if term.value is None:
        raise AssertionError("this aggregate has a value")
    return term.value.sql(SUBJECT)


def _counted(term: Term) -> str:
    where = f" where {term.where_text}" if term.where_text else ""
    return f"count({term.subject}{where})"
