"""The scan statistic of a layer: clusters of cases in space, in time or in both."""

import numpy as np
from scipy.spatial import KDTree

from gridloom_analytics.analyses.scan import ANALYSIS, ScanParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.scanning.charts import charts
from gridloom_analytics.answers.scanning.findings import (
    Findings,
    circles,
    cluster_table,
    columns,
    course,
)
from gridloom_analytics.answers.scanning.preparing import prepare
from gridloom_analytics.answers.scanning.telling import method, subject, summary
from gridloom_analytics.answers.sentences import figure
from gridloom_analytics.cartography import Style, StyleClass
from gridloom_analytics.cartography.palettes import colours
from gridloom_analytics.result import Result
from gridloom_analytics.statistics.scanning.scan import scan as scan_study
from gridloom_analytics.statistics.scanning.study import Study, Windows
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress

GUARDED = ("observed", "expected", "relative_risk", "ratio", "llr", "p_gumbel", "weight")
"""Columns, of the further tables too, that could tell small counts of persons; p is a rank."""
OF_NEIGHBOURS = ("expected", "relative_risk")
SIDE = {"high": 1, "low": -1, "both": 0}
PALETTE = {"high": "YlOrRd", "low": "Blues"}
MOST_STEPS = 2e12
"""Windows times draws that are looked at: a quarter of an hour on two cores."""
FEW = 10
"""With fewer cases than this a cluster is hardly more than an anecdote."""


def scan(inputs: Inputs, parameters: ScanParameters, seed: int, progress: Progress) -> Result:
    """Return the clusters: on the rows of the layer, as a table and as circles.

    ``cluster`` numbers the significant ones from the likeliest on, null elsewhere; ``observed``,
    ``expected`` and ``relative_risk`` are those of the row's place alone.
    """
    progress.report("count", 0, 0)
    made = prepare(inputs, parameters)
    windows = _windows(inputs, parameters, made.study)
    _refuse_endless(inputs, parameters, made.study, windows)
    scanned = scan_study(made.study, windows, parameters.draws, seed, parameters.clusters, progress)
    found = Findings(inputs, made, scanned)
    over_time, spatial = parameters.scan != "space", parameters.scan != "time"
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=columns(found, spatial=spatial),
        method=method(parameters),
        summary=summary(found, parameters),
        style=_style(found, parameters),
        units={"radius_m": "m"} if spatial else {},
        scalars=_figures(found),
        tables={"clusters": cluster_table(found, spatial=spatial)}
        | ({"course": course(found)} if over_time else {}),
        shapes={"circles": circles(found)} if spatial else {},
        charts=charts(found, spatial=spatial, over_time=over_time),
        warnings=(*made.warnings, *_warnings(made.study)),
        guarded=GUARDED,
        of_neighbours=OF_NEIGHBOURS,
    )


def _windows(inputs: Inputs, parameters: ScanParameters, study: Study) -> Windows:
    share = 1.0 if parameters.scan == "time" else parameters.share / 100
    if study.weight.min() > share * study.weight.sum():
        raise BadInput(
            "no-window",
            tr("Every place alone has more than {share} % of the population.",
               share=parameters.share),
            Where(layer=inputs.name, column="share"),
            tr("Allow a larger share, or use smaller areas."),
        )  # fmt: skip
    longest = max(1, int(study.periods * parameters.duration / 100))
    radius = np.inf if parameters.radius is None else parameters.radius
    return Windows.over(study.periods, share, longest, radius, SIDE[parameters.rates])


def _refuse_endless(
    inputs: Inputs, parameters: ScanParameters, study: Study, windows: Windows
) -> None:
    """Raise ``BadInput`` where there are more windows times draws than can be looked at in time."""
    n, share = len(study.points), windows.share
    if np.isfinite(windows.radius):
        tree = KDTree(study.points)
        share = min(share, int(tree.count_neighbors(tree, windows.radius)) / n**2)
    steps = n * n * share * len(windows.starts)
    if steps * (parameters.draws + 1) <= MOST_STEPS:
        return
    raise BadInput(
        "too-many-windows",
        tr(
            "{places:,} places with {runs:,} spans of time make {windows} windows, too many to "
            "look at for {draws:,} draws.",
            places=n,
            runs=len(windows.starts),
            windows=figure(steps),
            draws=parameters.draws,
        ),
        Where(layer=inputs.name),
        tr(
            "Run it on a layer of areas, with the events counted in them, or set a radius, a "
            "smaller share, longer steps, a shorter duration or fewer draws."
        ),
    )


def _figures(found: Findings) -> dict[str, float | int | str | None]:
    study, listed = found.material.study, found.scanned.clusters
    return {
        "places": len(study.points),
        "steps": study.periods,
        "cases": study.total if found.inputs.persons is None else None,
        "clusters": len(found.significant),
        "llr": listed[0].ratio if listed else None,
        "p": found.scanned.p(listed[0]) if listed else None,
    }


def _style(found: Findings, parameters: ScanParameters) -> Style:
    """Return the style of ``cluster``: the likeliest darkest, red for many and blue for few."""
    numbered = list(enumerate(found.significant, start=1))
    classes = []
    for direction, palette in PALETTE.items():
        own = [
            (number, one)
            for number, one in numbered
            if (one.cases >= one.expected) == (direction == "high")
        ]
        shades = colours(palette, max(3, len(own)))[::-1]
        for (number, one), colour in zip(own, shades, strict=False):
            label = _label(number, direction, found.scanned.p(one))
            classes.append(StyleClass(colour=colour, label=label.both(), value=number))
    return Style(
        column="cluster",
        title=tr("Clusters of “{cases}”", cases=subject(found, parameters)).both(),
        kind="categorical",
        classes=tuple(sorted(classes, key=lambda one: int(one.value or 0))),
        method="scan",
        missing="#ececec",
        unclassed=tr("outside of the clusters").both(),
    )


def _label(number: int, direction: str, p: float) -> Message:
    if direction == "high":
        return tr("cluster {number}: many cases, p = {p:.3g}", number=number, p=p)
    return tr("cluster {number}: few cases, p = {p:.3g}", number=number, p=p)


def _warnings(study: Study) -> tuple[Message, ...]:
    if study.total >= FEW:
        return ()
    return (tr("With only {count} cases, a cluster says little.", count=study.total),)
