"""A look at what an analysis would say: on some of the rows, in a moment."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses import named
from gridloom_analytics.analysis import Analysis, Inputs, Parameters
from gridloom_analytics.preparing.gathering import gather
from gridloom_analytics.result import Result
from gridloom_analytics.running import answered
from gridloom_analytics.settings import asked_of, read_settings
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Reading

ROWS = 2_000
PERMUTATIONS = "permutations"
DRAWS = 199
"""Permutations of a sample: enough for p under 5 % to be told from others."""
Point = tuple[float, float]


@dataclass(frozen=True)
class Preview:
    """What an analysis says of ``rows`` of ``of`` rows, those nearest to a point.

    ``seconds`` is how long all of them would take with all permutations, about: the time of the
    sample, in proportion. It is more where the analysis costs more than in proportion to its rows.
    """

    result: Result
    rows: int
    of: int
    seconds: float

    @property
    def is_whole(self) -> bool:
        """Whether all rows took part."""
        return self.rows == self.of


class Previews:
    """Makes previews of one reading of a workspace; keeps the input of the last one.

    As long as only numbers and choices of a form change, no layer and measure is read again.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known: tuple[object, Inputs] | None = None

    def preview(
        self,
        analysis: str,
        settings: Mapping[str, Any],
        layer: str,
        around: Point | None,
        seed: int,
        progress: Progress,
    ) -> Preview | None:
        """Return what an analysis says of the rows nearest to a point (None: the first ones).

        None where it asks for more than columns, so that some rows say nothing of the others.
        Raises ``BadInput`` as a run does, and ``Cancelled``.
        """
        wanted = named(analysis)
        if wanted.inputs is not None:
            return None
        parameters = read_settings(wanted, settings)
        inputs = self._inputs(wanted, parameters, layer, progress)
        rows = nearest(inputs, around)
        fewer = _with_fewer_draws(parameters)
        started = time.perf_counter()
        result = answered(wanted, sampled(inputs, rows), fewer, seed, progress)
        took = time.perf_counter() - started
        whole = took * len(inputs.layer) / max(rows.sum(), 1) * _draws(parameters) / _draws(fewer)
        return Preview(result, int(rows.sum()), len(inputs.layer), whole)

    def _inputs(
        self, analysis: Analysis, parameters: Parameters, layer: str, progress: Progress
    ) -> Inputs:
        key = (analysis.name, layer, asked_of(parameters))
        if self._known is None or self._known[0] != key:
            self._known = key, gather(self._reading, analysis, parameters, layer, progress)
        return self._known[1]


def nearest(inputs: Inputs, around: Point | None, count: int = ROWS) -> npt.NDArray[np.bool_]:
    """Return flags of the ``count`` rows of a layer that are nearest to a point."""
    flags = np.zeros(len(inputs.layer), bool)
    if around is None or len(flags) <= count:
        flags[:count] = True
        return flags
    bounds = inputs.layer.geometry.bounds.to_numpy()
    x, y = (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2
    far = np.nan_to_num((x - around[0]) ** 2 + (y - around[1]) ** 2, nan=np.inf)
    flags[np.argpartition(far, count)[:count]] = True
    return flags


def sampled(inputs: Inputs, rows: npt.NDArray[np.bool_]) -> Inputs:
    """Return inputs of some of their rows, with the counts of persons that these rest on."""
    if rows.all():
        return inputs
    layer = inputs.layer[rows]
    persons = inputs.persons
    return replace(inputs, layer=layer, persons=None if persons is None else
                   persons.reindex(layer.index))  # fmt: skip


def _with_fewer_draws(parameters: Parameters) -> Parameters:
    if _draws(parameters) <= DRAWS:
        return parameters
    return parameters.model_copy(update={PERMUTATIONS: DRAWS})


def _draws(parameters: Parameters) -> int:
    """Return how often an analysis shuffles, at least once."""
    return max(int(getattr(parameters, PERMUTATIONS, 0) or 0), 1)
