"""The quality of a table's rows as a map: the figures of each area of a level."""

from dataclasses import replace

import numpy as np
import pandas as pd

from gridloom_analytics.analyses.quality import ANALYSIS, FIGURE_TITLES, QualityParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.sentences import bilingual, figure
from gridloom_analytics.bilingual import Given
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.disclosure import coarse
from gridloom_analytics.expressions import find_table
from gridloom_analytics.measures.paths import find_way
from gridloom_analytics.preparing.workspace import workspace_inputs
from gridloom_analytics.quality import TableQuality, assess
from gridloom_analytics.quality.report import FIGURES
from gridloom_analytics.result import Method, Result
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Reading
from gridloom_layers.workspace.titles import table_title

ROWS = "rows"
"""The count that the figures of an area, a source or a table rest on."""
PER_CENT, PER_TEN_THOUSAND = 100, 10_000
DECIMALS = 9
"""What is left of a share of 1 after rounding errors is no fault."""
NAMES = ("name", "code")


def quality_inputs(
    store: Reading, layer: str | None, parameters: QualityParameters, progress: Progress
) -> Inputs:
    """Return a layer with the figures of the table's rows in each area as columns.

    They are shares 0 … 1, NaN where nothing was asked; ``rows`` is the count that they rest on.
    Raises ``BadInput`` where no join leads from the table to the layer.
    """
    inputs = workspace_inputs(store, [], layer, progress)
    table = find_table(store, parameters.table)
    find_way(store, table.name, inputs.name)
    found = assess(store, [table.name], inputs.name, progress).tables[0]
    areas = found.areas if found.areas is not None else pd.DataFrame()
    areas = areas.reindex(inputs.layer.index)
    own = [name for name in NAMES if name in inputs.layer]
    layer_frame = inputs.layer[[*own, inputs.layer.geometry.name]].join(areas)
    return replace(
        inputs,
        layer=layer_frame,
        persons=areas[[ROWS]] if found.persons else None,
        titles=(("table", table_title(table)),),
        tables=_tables(found),
        warnings=(*inputs.warnings, *bilingual(_unplaced(found))),
    )


def _tables(found: TableQuality) -> dict[str, pd.DataFrame]:
    """Return the figures that are not by area, each row with the count that it rests on."""
    titles = [dict(title) for title in found.checks["title"]]
    checks = found.checks.drop(columns="title").assign(
        title_zh=[one["zh"] for one in titles], title_en=[one["en"] for one in titles]
    )
    checks[ROWS] = found.rows
    sources = found.sources.reset_index()
    sources["as_of"] = [None if day is None else day.isoformat() for day in sources["as_of"]]
    imports = found.imports.reset_index()
    imports[ROWS] = imports["loaded"]
    return {"checks": checks, "sources": sources, "imports": imports}


def _unplaced(found: TableQuality) -> list[Message]:
    """Say how many rows are in no area; of persons not exactly, as counts may be withheld."""
    if found.placed == found.rows:
        return []
    if found.persons:
        placed, rows = coarse(found.placed, found.rows)
        return [
            tr(
                "Up to {missing:,} of about {rows:,} rows of “{table}” cannot be placed at this "
                "level.",
                missing=rows - placed,
                rows=rows,
                table=found.table,
            )
        ]
    return [
        tr(
            "{missing:,} of {rows:,} rows of “{table}” cannot be placed at this level.",
            missing=found.rows - found.placed,
            rows=found.rows,
            table=found.table,
        )
    ]


def quality(inputs: Inputs, parameters: QualityParameters, seed: int, progress: Progress) -> Result:
    """Return the figures of each area in per cent, and in ``value`` the faults in 10,000.

    ``value`` is of the figure that was asked for: where good data are the rule, 99.98 and 99.99 %
    are hard to tell apart on a map, 2 and 1 are not. ``uniqueness`` and ``timeliness`` are those
    of the rows in the area: whose key was not there before in the table, which are up to date.
    """
    progress.report("classes", 0, 1)
    shares = pd.DataFrame(inputs.layer[list(FIGURES)])
    faults = pd.Series((1 - shares[parameters.figure]) * PER_TEN_THOUSAND).round(DECIMALS)
    primary = (shares * PER_CENT).assign(**{ROWS: inputs.layer[ROWS].astype("Int64")})
    primary.insert(0, "value", faults)
    found = _faults(inputs.tables["checks"])
    title = tr(
        "Faults in 10,000 of “{table}”: {figure}",
        figure=FIGURE_TITLES[parameters.figure],
        table=Given.of(dict(inputs.titles)["table"]),
    )
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=primary,
        method=Method(tr("Share of what was asked that has no fault").both(), ANALYSIS.citation),
        summary=_summary(inputs, faults, title),
        style=graduated(faults, title=title.both(), palette="YlOrRd"),
        units=dict.fromkeys(FIGURES, "%"),
        tables=dict(inputs.tables) | {"faults": found},
        charts={"faults": _chart(inputs.tables["checks"])} if len(found) else {},
        guarded=("value", *FIGURES, ROWS),
    )


def _faults(checks: pd.DataFrame) -> pd.DataFrame:
    """Return the checks that count and that rows failed, the most failed first."""
    found = pd.DataFrame(checks[checks["counts"] & (checks["failed"] > 0)])
    found = found.sort_values("failed", ascending=False, kind="stable", ignore_index=True)
    found.insert(0, "check", found["dimension"] + ": " + found["name"])
    return pd.DataFrame(found[["check", "dimension", "name", "asked", "failed", ROWS]])


def _chart(checks: pd.DataFrame) -> Chart:
    return Chart(
        kind="bars",
        title=tr("Rows with a fault, by check").both(),
        table="faults",
        x="check",
        x_title=tr("check").both(),
        y_title=tr("rows that failed").both(),
        series=(Series(column="failed", title=tr("rows that failed").both()),),
        labels={
            f"{one['dimension']}: {one['name']}": tr(
                "{check} ({dimension})",
                check=Given.of({"zh": one["title_zh"], "en": one["title_en"]}),
                dimension=FIGURE_TITLES.get(one["dimension"], one["dimension"]),
            ).both()
            for one in checks.to_dict("records")
        },
    )


def _summary(inputs: Inputs, faults: pd.Series, title: Message) -> list[Message]:
    known = faults.dropna()
    if known.empty:
        return [tr("No area has rows that could be judged.")]
    faultless, n, median = int((known == 0).sum()), len(known), float(np.median(known))
    said = [
        tr(
            "{title}: none in {faultless:,} of {n:,} areas, {median} or fewer in half of them.",
            title=title,
            faultless=faultless,
            n=n,
            median=figure(median),
        )
        if median
        else tr(
            "{title}: none in {faultless:,} of {n:,} areas.", title=title, faultless=faultless, n=n
        )
    ]
    if known.max() > 0:
        most = figure(float(known.max()))
        said.append(tr("Most, {most}, in “{place}”.", most=most, place=_place(inputs, known)))
    return said


def _place(inputs: Inputs, faults: pd.Series) -> str:
    """Return the name of the area with the most faults, else its code, else its row key."""
    row = faults.idxmax()
    columns = [pd.Series(inputs.layer[name]) for name in NAMES if name in inputs.layer]
    texts = [text for column in columns if isinstance(text := column[row], str)]
    return texts[0] if texts else str(row)
