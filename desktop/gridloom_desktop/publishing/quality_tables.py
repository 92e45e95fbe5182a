"""The quality report as tables to be read: the same columns for terminal and workbook."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import pandas as pd

from gridloom_analytics.analyses.quality import FIGURE_TITLES
from gridloom_analytics.quality import TableQuality
from gridloom_analytics.quality.trend import TREND
from gridloom_desktop.publishing.export.counts import SUPPRESSED_COLUMN
from gridloom_desktop.publishing.export.quality import ReleasedQuality
from gridloom_layers.language import Language, Message, tr

Kind = Literal["text", "count", "share", "change"]
FIGURES = tuple(FIGURE_TITLES)
TREND_TITLES = {"accepted": tr("taken in"), "sound": tr("sound"), "unique": tr("unique")}


@dataclass(frozen=True)
class Column:
    """A heading, and what stands under it: shares are 0 … 1, changes the difference of two."""

    title: Message
    kind: Kind = "text"


@dataclass(frozen=True)
class ShownTable:
    """A table of the report; None is a cell without a value, a ``Message`` one with words."""

    name: str
    title: Message
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]


def quality_tables(released: ReleasedQuality, language: Language) -> list[ShownTable]:
    """Return the tables of a report that have rows: tables, checks, sources, imports, areas."""
    tables = released.report.tables
    checks = partial(_checks, language)
    shown = [
        ShownTable("tables", tr("Quality of the tables"), _TABLES, [_table(one) for one in tables]),
        ShownTable("checks", tr("What was checked"), _CHECKS, _rows(tables, checks)),
        ShownTable("sources", tr("Quality by source"), _SOURCES, _rows(tables, _sources)),
        ShownTable("imports", tr("From import to import"), _IMPORTS, _rows(tables, _imports)),
        ShownTable("areas", tr("Quality by area, the worst first"), _AREAS, _areas(tables)),
    ]
    return [one for one in shown if one.rows]


_FIGURES = tuple(Column(title, "share") for title in FIGURE_TITLES.values())
_TABLES = (
    Column(tr("table")), Column(tr("rows"), "count"), *_FIGURES,
    Column(tr("age (days)"), "count"),
)  # fmt: skip
_CHECKS = (
    Column(tr("table")), Column(tr("dimension")), Column(tr("field or rule")),
    Column(tr("required")), Column(tr("checked"), "count"), Column(tr("faults"), "count"),
    Column(tr("without fault"), "share"),
)  # fmt: skip
_SOURCES = (
    Column(tr("table")), Column(tr("source")), Column(tr("data date")),
    Column(tr("rows"), "count"), *_FIGURES, Column(tr("age (days)"), "count"),
)  # fmt: skip
_IMPORTS = (
    Column(tr("table")), Column(tr("import"), "count"), Column(tr("source")),
    Column(tr("read"), "count"), Column(tr("loaded"), "count"),
    *(
        column
        for name in TREND
        for column in (Column(TREND_TITLES[name], "share"), Column(tr("change"), "change"))
    ),
)  # fmt: skip
_AREAS = (
    Column(tr("table")), Column(tr("code")), Column(tr("name")), Column(tr("rows"), "count"),
    *_FIGURES,
)  # fmt: skip


def _rows(
    tables: Iterable[TableQuality], rows_of: Callable[[TableQuality], list[list[Any]]]
) -> list[list[Any]]:
    return [row for one in tables for row in rows_of(one)]


def _table(one: TableQuality) -> list[Any]:
    figures = [_value(one.whole[name]) for name in FIGURES]
    return [one.table, _value(one.whole["rows"]), *figures, _value(one.whole["age_days"])]


def _checks(language: Language, one: TableQuality) -> list[list[Any]]:
    return [
        [
            one.table,
            FIGURE_TITLES[check["dimension"]],
            check["title"][language],
            tr("yes") if check["dimension"] == "completeness" and check["counts"] else "",
            *(_value(check[name]) for name in ("asked", "failed", "share")),
        ]
        for check in one.checks.to_dict("records")
    ]


def _sources(one: TableQuality) -> list[list[Any]]:
    return [
        [
            one.table,
            source["file"],
            None if source["as_of"] is None else source["as_of"].isoformat(),
            *(_value(source[name]) for name in ("rows", *FIGURES, "age_days")),
        ]
        for source in one.sources.to_dict("records")
    ]


def _imports(one: TableQuality) -> list[list[Any]]:
    names = [part for name in TREND for part in (name, f"{name}_change")]
    return [
        [
            one.table,
            entry["number"],
            entry["source"],
            *(_value(entry[name]) for name in ("read", "loaded", *names)),
        ]
        for entry in one.imports.reset_index().to_dict("records")
    ]


def _areas(tables: Iterable[TableQuality]) -> list[list[Any]]:
    """Return the areas with rows, those with the lowest score first, withheld ones last."""
    found = []
    for one in tables:
        if one.areas is not None:
            found += [(one.table, area) for area in one.areas.to_dict("records")]
    found.sort(key=lambda pair: (pd.isna(pair[1]["score"]), pair[1]["score"]))
    return [
        [name, area["code"], area["name"], *_area_figures(area)]
        for name, area in found
        if area[SUPPRESSED_COLUMN] or area["rows"] > 0
    ]


def _area_figures(area: dict[str, Any]) -> list[Any]:
    if area[SUPPRESSED_COLUMN]:
        return [tr("withheld")] + [None] * len(FIGURES)
    return [_value(area[name]) for name in ("rows", *FIGURES)]


def _value(value: Any) -> Any:
    """Return a figure, None where there is none."""
    return None if value is None or pd.isna(value) else value


def percent(share: float) -> str:
    """Return a share in per cent; neither all nor nothing where a single one is missing.

    >>> percent(1.0), percent(0.9999999), percent(0.98765), percent(0.0000001)
    ('100%', '99.99%', '98.77%', '0.01%')
    """
    if share in (0, 1):
        return f"{share:.0%}"
    return f"{min(max(share, 0.0001), 0.9999):.2%}"


def points(change: float) -> str:
    """Return the difference of two shares in percentage points, with its sign.

    >>> points(-0.0123), points(0.0), points(0.00001)
    ('−1.23', '±0', '+0.00')
    """
    if change == 0:
        return "±0"
    return f"{'−' if change < 0 else '+'}{abs(change) * 100:.2f}"
