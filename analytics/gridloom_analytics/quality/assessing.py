"""The assessment of a workspace's tables, streamed: a batch of rows at a time, counts kept."""

import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.expressions import find_level, find_table
from gridloom_analytics.measures import counts_persons
from gridloom_analytics.quality.agreements import agreement_checks
from gridloom_analytics.quality.checks import Check, field_checks
from gridloom_analytics.quality.counting import Tally, count
from gridloom_analytics.quality.placing import placing
from gridloom_analytics.quality.report import (
    FIGURES,
    QualityReport,
    TableQuality,
    check_frame,
    figures,
)
from gridloom_analytics.quality.rows import Rows, source_dates
from gridloom_analytics.quality.trend import duplicates_by_source, imports, told_dates
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import ROW_KEY, Reading, TableInfo


def assess(
    store: Reading,
    tables: Sequence[str] = (),
    level: str | None = None,
    progress: Progress | None = None,
) -> QualityReport:
    """Assess tables, by their names or roles (all, where none is named), and by areas of a level.

    Every row is looked at once, in row order; the counts are whole numbers, so the figures are
    the same for any number of threads. A table that no join leads to the level has no areas, and
    a warning says so. Raises ``BadInput`` for unknown names.
    """
    watch = progress or Progress()
    found = [find_table(store, name) for name in tables] or list(store.tables.values())
    areas = find_level(store, level) if level else None
    unique = list({info.name: info for info in found}.values())
    assessed = tuple(_assess(store, info, areas, watch) for info in unique)
    warnings = [_unplaced(one, areas) for one in assessed if areas and one.areas is None]
    return QualityReport(
        store.name, store.data_date, areas.name if areas else None, assessed, tuple(warnings)
    )


def _unplaced(one: TableQuality, level: TableInfo) -> Bilingual:
    return tr(
        "No join leads from “{table}” to “{level}”; it has no figures by area.",
        table=one.table,
        level=level.name,
    ).both()


def _assess(
    store: Reading, info: TableInfo, level: TableInfo | None, progress: Progress
) -> TableQuality:
    links = {link.column for link in store.links if link.left == info.name}
    checks = [*field_checks(info, links), *agreement_checks(store, info)]
    dates = told_dates(store, info)
    way = placing(store, info.name, level.name) if level else None
    by_source, by_area = count(
        _batches(store, info, dates, progress),
        checks,
        max(dates, default=0) + 1,
        level.rows if level else 0,
        way,
    )
    _add_duplicates(by_source, checks, duplicates_by_source(store, info))
    sources = _sources(info, checks, by_source, dates, store.data_date)
    return TableQuality(
        table=info.name,
        role=info.role,
        persons=counts_persons(info),
        checks=check_frame(checks, by_source),
        whole=_whole(checks, by_source, sources),
        sources=sources,
        imports=imports(store, info),
        areas=_areas(store, level, checks, by_area) if level and way else None,
        placed=int(by_area.rows[:-1].sum()) if way else 0,
    )


def _batches(
    store: Reading, info: TableInfo, dates: dict[int, dt.date | None], progress: Progress
) -> Iterator[Rows]:
    """Yield the rows of a table; dates are judged at the latest data date that is known."""
    as_of = max([store.data_date, *(date for date in dates.values() if date)])
    updates, done = source_dates(dates), 0
    for batch in store.scan(info.name, geometry=info.geometry is not None):
        progress.report("quality", done, info.rows, tr("Assessing {table}", table=info.name))
        yield Rows(batch, as_of, updates)
        done += batch.num_rows
    progress.report("quality", info.rows, info.rows)


def _add_duplicates(tally: Tally, checks: Sequence[Check], duplicates: dict[int, int]) -> None:
    """Count rows that were set aside as duplicates as rows whose key was there before.

    Those of a source of which no row is left are forgotten with it.
    """
    for number, check in enumerate(checks):
        if check.dimension == "uniqueness":
            for source, times in duplicates.items():
                if tally.rows[source]:
                    tally.asked[number, source] += times
                    tally.failed[number, source] += times


def _sources(
    info: TableInfo,
    checks: Sequence[Check],
    tally: Tally,
    dates: dict[int, dt.date | None],
    data_date: dt.date,
) -> pd.DataFrame:
    """Return the figures by source, the oldest first; sources without rows left are not among."""
    frame = figures(checks, tally)
    frame.index.name = "number"
    files = {source.number: source.file for source in info.sources}
    as_of = {source.number: source.as_of or info.as_of for source in info.sources}
    frame.insert(0, "file", [files.get(number, "") for number in frame.index])
    frame.insert(1, "as_of", [as_of.get(number) for number in frame.index])
    ages = [
        np.nan if (date := dates.get(number)) is None else max((data_date - date).days, 0)
        for number in frame.index
    ]
    frame.insert(3, "age_days", ages)
    return frame.loc[frame["rows"] > 0]


def _whole(checks: Sequence[Check], tally: Tally, sources: pd.DataFrame) -> dict[str, float]:
    """Return the figures of all rows; their age is the mean of the sources', weighted by rows."""
    total = Tally(
        *(part.sum(axis=-1, keepdims=True) for part in (tally.rows, tally.asked, tally.failed))
    )
    row = figures(checks, total).iloc[0]
    dated = sources.dropna(subset=["age_days"])
    weights = dated["rows"].to_numpy(dtype=float)
    ages = dated["age_days"].to_numpy(dtype=float)
    age = float((ages * weights).sum() / weights.sum()) if len(dated) else np.nan
    return {
        "rows": int(row["rows"]),
        "age_days": age,
        **{name: float(row[name]) for name in FIGURES},
    }


def _areas(store: Reading, level: TableInfo, checks: Sequence[Check], tally: Tally) -> pd.DataFrame:
    frame = figures(checks, tally).iloc[:-1]
    keys = store.attributes(level.name, []).column(ROW_KEY).to_numpy()
    return frame.set_axis(pd.Index(keys, name=ROW_KEY))
