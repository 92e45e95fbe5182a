"""What kinds there are in each area: the largest, how many count, how unlike the whole."""

from dataclasses import replace

import numpy as np
import pandas as pd

from gridloom_analytics.analyses.mix import ANALYSIS, FIGURE_TITLES, MixParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.naming import NAMES
from gridloom_analytics.answers.sentences import bilingual, figure, listing
from gridloom_analytics.bilingual import Bilingual, Given
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.expressions import find_table
from gridloom_analytics.measures import counts_persons
from gridloom_analytics.preparing.workspace import workspace_inputs
from gridloom_analytics.queries import crosstab
from gridloom_analytics.queries.dimensions import MISSING
from gridloom_analytics.result import Method, Result
from gridloom_analytics.statistics.inequality.diversity import effective_kinds, unlikeness
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress
from gridloom_layers.roles import role
from gridloom_layers.workspace import Reading
from gridloom_layers.workspace.titles import table_title

COUNTS = "counts"
TOTAL = "total"
OF_ALL = ("unlikeness",)
"""Columns that rest on the mix of all areas."""
NAMED = 3
"""How many kinds the summary names."""


def mix_inputs(
    store: Reading, layer: str | None, parameters: MixParameters, progress: Progress
) -> Inputs:
    """Return a layer, and as the table ``counts`` how many of each kind each area has."""
    inputs = workspace_inputs(store, [], layer, progress)
    table = find_table(store, parameters.table)
    progress.report("count", 0, 1)
    counts = crosstab(store, table.name, inputs.name, parameters.by, parameters.where)
    known = counts[[kind for kind in counts if kind != MISSING]]
    known = known.reindex(inputs.layer.index).fillna(0).astype("int64")
    known.columns = known.columns.astype(str)
    own = [name for name in NAMES if name in inputs.layer]
    return replace(
        inputs,
        layer=inputs.layer[[*own, inputs.layer.geometry.name]],
        persons=known if counts_persons(table) else None,
        titles=(
            ("table", table_title(table)),
            ("by", _title(table.role, parameters.by)),
        ),
        tables={COUNTS: known},
        warnings=(*inputs.warnings, *bilingual(_untold(counts, parameters.by))),
    )


def _title(of: str, by: str) -> Bilingual:
    """Return what the kinds are called: the field's title, else as they were asked for."""
    known = role(of).field(by)
    return {"zh": by, "en": by} if known is None else dict(known.title)


def _untold(counts: pd.DataFrame, by: str) -> list[Message]:
    if MISSING not in counts:
        return []
    percent = 100 * counts[MISSING].sum() / counts.to_numpy().sum()
    return [
        tr("About {percent:.0f} % of the rows do not tell “{column}” and are left out.",
           percent=percent, column=by)
    ]  # fmt: skip


def mix(inputs: Inputs, parameters: MixParameters, seed: int, progress: Progress) -> Result:
    """Return the mix of each area: total, largest kind, diversity and unlikeness.

    ``diversity`` is the number of kinds of the same size that would be as mixed, ``unlikeness``
    the part (in %) that is unlike the mix of all areas. Of the largest ones the first is named.
    """
    progress.report("compute", 0, 1)
    counts = inputs.tables[COUNTS]
    if not counts.to_numpy().any():
        raise BadInput(
            "all-missing",
            tr("No row of “{table}” in an area of “{layer}” tells “{column}”.",
               table=parameters.table, layer=inputs.name, column=parameters.by),
            Where(layer=parameters.table, column=parameters.by),
            tr("Choose another field or level, or leave the condition out."),
        )  # fmt: skip
    numbers = counts.to_numpy(dtype=float)
    columns = _columns(numbers, [str(kind) for kind in counts])
    kinds = _kinds(counts, columns["largest"])
    title = FIGURE_TITLES[parameters.figure]
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=pd.DataFrame(
            {"value": columns[parameters.figure], **columns}, index=inputs.layer.index
        ),
        method=_method(),
        summary=_summary(inputs, kinds, numbers),
        style=graduated(columns[parameters.figure], title=title.both()),
        units={"largest_share": "%", "unlikeness": "%"},
        scalars=_figures(numbers),
        tables={"kinds": kinds, COUNTS: counts},
        charts={"kinds": _chart(inputs)},
        guarded=("value", *columns, "count", "largest_in", *counts),
        of_neighbours=(*OF_ALL, *(("value",) if parameters.figure in OF_ALL else ())),
    )


def _columns(numbers: np.ndarray, kinds: list[str]) -> dict[str, np.ndarray]:
    totals = numbers.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(totals > 0, 100 * numbers.max(axis=1) / totals, np.nan)
    largest = np.array(kinds, dtype=object)[numbers.argmax(axis=1)]
    largest[totals == 0] = None
    return {
        TOTAL: totals.astype(np.int64),
        "largest": largest,
        "largest_share": share,
        "diversity": effective_kinds(numbers),
        "unlikeness": 100 * unlikeness(numbers),
    }


def _kinds(counts: pd.DataFrame, largest: np.ndarray) -> pd.DataFrame:
    """Return each kind that occurs, the most frequent first: count, share, where it is largest."""
    totals = counts.sum().to_numpy()
    first_in = [int((largest == kind).sum()) for kind in counts]
    found = pd.DataFrame(
        {
            "kind": list(counts),
            "count": totals,
            "share": 100 * totals / totals.sum(),
            "largest_in": first_in,
        }
    )
    order = np.argsort(-totals, kind="stable")
    return found.iloc[order[totals[order] > 0]].reset_index(drop=True)


def _figures(numbers: np.ndarray) -> dict[str, float | int | str | None]:
    whole = numbers.sum(axis=0, keepdims=True)
    return {
        "kinds": int((whole > 0).sum()),
        "diversity": float(effective_kinds(whole)[0]),
        "largest_share": float(100 * whole.max() / whole.sum()),
    }


def _summary(inputs: Inputs, kinds: pd.DataFrame, numbers: np.ndarray) -> list[Message]:
    named = [
        tr("“{kind}” {percent:.0f} %", kind=kind, percent=percent)
        for kind, percent in zip(kinds["kind"][:NAMED], kinds["share"][:NAMED], strict=True)
    ]
    each = effective_kinds(numbers)
    return [
        tr(
            "{count:,} kinds among “{table}”, as mixed as {effective} of the same size would be. "
            "The largest: {named}.",
            count=len(kinds),
            table=Given.of(dict(inputs.titles)["table"]),
            effective=figure(round(float(effective_kinds(numbers.sum(axis=0)[None])[0]), 1)),
            named=listing(named),
        ),
        tr(
            "“{kind}” is the largest kind in {areas:,} of {n:,} areas; half of the areas are no "
            "more mixed than {median} kinds of the same size.",
            kind=kinds["kind"].to_numpy()[kinds["largest_in"].to_numpy().argmax()],
            areas=int(kinds["largest_in"].to_numpy().max()),
            n=int(np.isfinite(each).sum()),
            median=figure(round(float(np.nanmedian(each)), 1)),
        ),
    ]


def _chart(inputs: Inputs) -> Chart:
    titles, count = dict(inputs.titles), tr("number")
    return Chart(
        kind="bars",
        title=tr(
            "{table} by {kind}", table=Given.of(titles["table"]), kind=Given.of(titles["by"])
        ).both(),
        x="kind",
        x_title=titles["by"],
        y_title=count.both(),
        series=(Series(column="count", title=count.both()),),
        table="kinds",
    )


def _method() -> Method:
    notes = [
        tr("Diversity is exp of Shannon's entropy (Hill's number of order 1)."),
        tr("The part that is unlike the mix of all areas is half the sum of the differences of "
           "shares; it is larger by chance in areas with few."),
    ]  # fmt: skip
    return Method(tr("Shares of kinds").both(), ANALYSIS.citation, bilingual(notes))
