"""The fits of a value: one line for all places, one with neighbours in it, one for each place."""

from dataclasses import dataclass

from numpy.linalg import LinAlgError

from gridloom_analytics.answers.explain.variables import Variables
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.regression.ordinary import OrdinaryFit, fit_line
from gridloom_analytics.statistics.regression.spatial import SpatialFit, chosen_kind, fit_spatial
from gridloom_analytics.statistics.regression.weighted import (
    SAMPLE,
    Bandwidth,
    LocalFit,
    find_bandwidth,
    fit_locally,
    least_places,
)
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, listed, tr
from gridloom_layers.progress import Progress

MOST_LOCAL = 100_000
"""Places with a local fit each: time goes by the square of them, some three minutes for these."""
ROUNDING = 1e-20
"""What is left over is rounding where its share of the variation is smaller."""


@dataclass(frozen=True)
class Models:
    """The line, and the others where there is reason for them."""

    line: OrdinaryFit
    spatial: SpatialFit | None
    local: LocalFit | None
    bandwidth: Bandwidth | None
    warnings: tuple[Message, ...]


def fit_models(
    found: Variables, binary: Graph, local: bool, seed: int, progress: Progress
) -> Models:
    """Return the fits; the spatial one where the tests of the line's residuals tell for it.

    Raises ``BadInput`` where the line leaves nothing over: all tests would be of rounding.
    """
    progress.report("regress", 0, 1)
    graph = binary.row_standardised()
    line = fit_line(found.y, found.x, graph)
    if (line.residuals**2).sum() < ROUNDING * ((found.y - found.y.mean()) ** 2).sum():
        raise _nothing_left(found)
    kind = chosen_kind(line.tests)
    spatial = fit_spatial(found.y, found.x, graph, kind) if kind else None
    progress.report("regress", 1, 1)
    if not local:
        return Models(line, spatial, None, None, ())
    reason = _reason_against(found)
    if reason is not None:
        return Models(line, spatial, None, None, (reason,))
    try:
        bandwidth = find_bandwidth(found.points, found.y, found.x, seed, progress)
        fit = fit_locally(found.points, found.y, found.x, bandwidth.places, progress)
    except LinAlgError:
        return Models(line, spatial, None, None, (_unvaried(),))
    return Models(line, spatial, fit, bandwidth, tuple(_sampled(bandwidth, len(found.y))))


def _nothing_left(found: Variables) -> BadInput:
    value, *others = found.titles
    return BadInput(
        "exact-fit",
        tr(
            "“{value}” follows exactly from {columns}: there is nothing to explain.",
            value=value,
            columns=listed([tr("“{column}”", column=title) for title in others]),
        ),
        Where(column=found.names[0]),
        tr("Leave out the columns that the value is computed from."),
    )


def _reason_against(found: Variables) -> Message | None:
    n, least = len(found.y), least_places(found.x.shape[1])
    if n < least:
        return tr("Local coefficients need {least} places; there are {n}.", least=least, n=n)
    if n > MOST_LOCAL:
        return tr(
            "Local coefficients are found for at most {most:,} places; there are {n:,}. Take a "
            "coarser level.",
            most=MOST_LOCAL,
            n=n,
        )
    return None


def _unvaried() -> Message:
    return tr(
        "There are no local coefficients: around some places a column does not vary, or the "
        "columns say the same there. Leave out columns that are 0 in most places."
    )


def _sampled(bandwidth: Bandwidth, n: int) -> list[Message]:
    if bandwidth.searched == n:
        return []
    return [
        tr(
            "The bandwidth of the local fits was looked for among a random sample of {sample:,} "
            "of {n:,} places.",
            sample=SAMPLE,
            n=n,
        )
    ]
