"""What goes with a value, how surely, and whether it does so everywhere."""

import numpy as np

from gridloom_analytics.analyses.explain import ANALYSIS, ExplainParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.explain import telling
from gridloom_analytics.answers.explain.correlations import correlations
from gridloom_analytics.answers.explain.models import Models, fit_models
from gridloom_analytics.answers.explain.tables import (
    DEPARTURE,
    VALUE,
    column_of,
    primary_columns,
    scatter_charts,
    tables,
)
from gridloom_analytics.answers.explain.variables import Variables, variables
from gridloom_analytics.answers.kinds import Kinds, kinds_style
from gridloom_analytics.answers.neighbourhood import all_are_neighbours, neighbourhood
from gridloom_analytics.answers.odd_neighbours import odd_neighbours
from gridloom_analytics.answers.sentences import bilingual
from gridloom_analytics.cartography import Style
from gridloom_analytics.result import Method, Result
from gridloom_layers.language import Message, tr, tr_n
from gridloom_layers.progress import Progress

Scalars = dict[str, float | int | str | None]

DEPARTURES: Kinds = {
    "high": ("#b2182b", tr("unusually high")),
    "expected": ("#f0f0f0", tr("as expected")),
    "low": ("#2166ac", tr("unusually low")),
}


def explain(inputs: Inputs, parameters: ExplainParameters, seed: int, progress: Progress) -> Result:
    """Return fitted values, residuals and local coefficients of each row, and what they rest on.

    Rows that lack a value in some column, or a place, have nulls.
    """
    found = variables(inputs, parameters)
    progress.report("neighbours", 0, 0)
    graph, who = neighbourhood(inputs, found.sites, parameters)
    if len(graph.indices) == graph.n * (graph.n - 1):  # then no order of residuals is unusual
        raise all_are_neighbours()
    each, sampled = correlations(found, seed, progress)
    models = fit_models(found, graph, parameters.local, seed, progress)
    columns = primary_columns(found, models)
    exact = [name for name in columns if name != DEPARTURE]
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=found.sites.place(columns, inputs.layer.index),
        method=Method(
            tr("Correlation and regression in space").both(),
            ANALYSIS.citation,
            bilingual(telling.notes(who, models)),
        ),
        summary=telling.summary(found, each, models),
        style=_style(found),
        units={VALUE: dict(inputs.units).get(parameters.value, "")},
        scalars=_figures(found, models),
        tables=tables(found, each, models, inputs.layer.index),
        charts=scatter_charts(found),
        warnings=(
            telling.caution(),
            *found.warnings,
            *sampled,
            *odd_neighbours(inputs, found.sites, parameters, graph),
            *_islands(int(graph.islands.sum())),
            *telling.line_warnings(models.line, len(found.names)),
            *models.warnings,
            *telling.local_warnings(models),
        ),
        guarded=(*exact, *map(column_of, found.names)),
        of_neighbours=tuple(name for name in exact if name != VALUE),
    )


def _style(found: Variables) -> Style:
    title = tr("“{value}”: higher or lower than the line lets expect", value=found.titles[0])
    return kinds_style(DEPARTURE, title, DEPARTURES, "residual")


def _figures(found: Variables, models: Models) -> Scalars:
    line, local, bandwidth = models.line, models.local, models.bandwidth
    return {
        "n": len(found.y),
        "left_out": int((~found.sites.rows).sum()),
        "r2": line.r2,
        "adjusted_r2": line.adjusted_r2,
        "f": line.f.statistic,
        "f_p": line.f.p,
        "residual_sd": float(
            np.sqrt((line.residuals**2).sum() / (len(found.y) - len(line.coefficients)))
        ),
        "condition_number": line.condition,
        "aicc": line.aicc,
        "local_aicc": local.aicc if local else None,
        "critical_t": local.critical_t if local else None,
        "bandwidth": bandwidth.places if bandwidth else None,
        "spatial_model": models.spatial.kind if models.spatial else None,
    }


def _islands(count: int) -> list[Message]:
    if not count:
        return []
    return [
        tr_n(
            "{count:,} place has no neighbour: its residual is compared with none.",
            "{count:,} places have no neighbour: their residuals are compared with none.",
            count,
        )
    ]
