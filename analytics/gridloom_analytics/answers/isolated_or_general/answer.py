"""The answer of the analysis: the verdict, the cases alike, and how far each event is."""

from typing import Any

import numpy as np
import pandas as pd

from gridloom_analytics.analyses.isolated_or_general import ANALYSIS, CaseParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.happened import Happened, happened
from gridloom_analytics.answers.isolated_or_general.case import Case, find_case
from gridloom_analytics.answers.isolated_or_general.judging import Judgement, judge
from gridloom_analytics.answers.isolated_or_general.telling import (
    comparison_table,
    method,
    relation_style,
    summary,
    warnings,
)
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.result import Result
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress

FEWEST = 5
"""Fewer cases are told sooner than drawn."""


def isolated_or_general(
    inputs: Inputs, parameters: CaseParameters, seed: int, progress: Progress
) -> Result:
    """Return for each event whether it is alike, and how far it is from the case.

    ``distance`` is in metres, ``days`` are later (positive) or earlier; ``relation`` says in one
    word what an event is to the case. The table ``alike`` holds the cases alike by their row, the
    open ones first, then the nearest. The test is exact: nothing depends on ``seed``.
    """
    events = happened(inputs, parameters.time, least=1)
    case = find_case(inputs, events, parameters)
    progress.report("neighbours", 0, 1)
    judgement = judge(case, events, parameters)
    figures = _figures(case, judgement)
    columns = {
        "alike": judgement.alike,
        "relation": _relations(case, judgement),
        "distance": case.metres,
        "days": case.days,
    }
    primary = events.placed.place(columns, inputs.layer.index)
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=primary.astype({"alike": "boolean"}),
        method=method(case, judgement, parameters),
        summary=summary(case, judgement, figures, parameters),
        style=relation_style(parameters.event),
        units={"distance": "m", "days": "d"},
        scalars=figures,
        tables={
            "comparisons": comparison_table(judgement),
            "alike": _alike_table(events, case, judgement),
        },
        charts={"alike": _chart()} if judgement.chance.both >= FEWEST else {},
        warnings=(*events.placed.warnings, *warnings(case, events, parameters)),
    )


def _relations(case: Case, judgement: Judgement) -> np.ndarray:
    found = np.where(case.same, "same-kind", "other").astype(object)
    found[judgement.alike] = "alike"
    if case.open is not None:
        found[judgement.alike & case.open] = "alike-open"
    found[case.position] = "case"
    return found


def _figures(case: Case, judgement: Judgement) -> dict[str, Any]:
    chance, open_ = judgement.chance, case.open
    return {
        "verdict": judgement.verdict,
        "alike": chance.both,
        "open": None if open_ is None else int((judgement.alike & open_).sum()),
        "expected": chance.expected,
        "p": chance.p,
        "metres": judgement.metres,
        "of_kind": int(case.same.sum()),
    }


def _chart() -> Chart:
    return Chart(
        kind="points",
        title=tr("Cases alike, by days and distance from the case").both(),
        table="alike",
        x="days",
        x_title=tr("days after the case (before it: below 0)").both(),
        y_title=tr("distance to the case (m)").both(),
        series=(Series(column="distance", title=tr("cases alike").both()),),
        zero=True,
    )


def _alike_table(events: Happened, case: Case, judgement: Judgement) -> pd.DataFrame:
    rows = np.flatnonzero(judgement.alike)
    is_open = np.zeros(len(case.metres), dtype=bool) if case.open is None else case.open
    rows = rows[np.lexsort((case.metres[rows], ~is_open[rows]))]
    table = pd.DataFrame(
        {
            "row": events.placed.layer.index.to_numpy()[rows],
            "distance": case.metres[rows],
            "days": case.days[rows],
        }
    )
    return table if case.open is None else table.assign(open=is_open[rows])
