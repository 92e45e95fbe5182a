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

ROWS, FEW_ROWS = 2_000, 500
PERMUTATIONS = "permutations"
DRAWS, FEW_DRAWS = 999, 99
"""Permutations of a sample; and fewer ones, the time of which tells what each of them takes."""
Point = tuple[float, float]
Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Preview:
    """What an analysis says of ``rows`` of ``of`` rows, those nearest to a point.

    ``seconds`` is about how long a run would take, by the time that samples took.
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
        self._warm: set[str] = set()

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
        watch = _Watch(wanted, inputs, parameters, seed, progress)
        if wanted.name not in self._warm:  # kernels are loaded, and compiled, but once
            watch.timed(rows, FEW_DRAWS)
            self._warm.add(wanted.name)
        result, took = watch.timed(rows, DRAWS)
        seconds = took if rows.all() else watch.expected(rows, around)
        return Preview(result, int(rows.sum()), len(inputs.layer), seconds)

    def _inputs(
        self, analysis: Analysis, parameters: Parameters, layer: str, progress: Progress
    ) -> Inputs:
        key = (analysis.name, layer, asked_of(parameters))
        if self._known is None or self._known[0] != key:
            self._known = key, gather(self._reading, analysis, parameters, layer, progress)
        return self._known[1]


@dataclass(frozen=True)
class _Watch:
    """Takes the time of an analysis on some of the rows."""

    analysis: Analysis
    inputs: Inputs
    parameters: Parameters
    seed: int
    progress: Progress

    def timed(self, rows: Rows, draws: int) -> tuple[Result, float]:
        """Return what the analysis says of rows, and the seconds that it took."""
        fewer, sample = _with_draws(self.parameters, draws), sampled(self.inputs, rows)
        started = time.perf_counter()
        result = answered(self.analysis, sample, fewer, self.seed, self.progress)
        return result, time.perf_counter() - started

    def expected(self, rows: Rows, around: Point | None) -> float:
        """Return about how many seconds a run takes: a line through a small and a larger sample.

        Permutations are counted in proportion beyond those of a sample. The better of two times
        counts, as anything else that the machine does makes one longer.
        """
        few = nearest(self.inputs, around, FEW_ROWS)
        low, high = self._best(few), self._best(rows)
        a_row = max(high - low, 0.0) / max(rows.sum() - few.sum(), 1)
        more = max(_draws(self.parameters) - DRAWS, 0)
        a_draw = max(low - self._best(few, FEW_DRAWS), 0.0) / (DRAWS - FEW_DRAWS) if more else 0.0
        return low + a_row * (len(rows) - few.sum()) + a_draw * more

    def _best(self, rows: Rows, draws: int = DRAWS) -> float:
        return min(self.timed(rows, draws)[1] for _ in range(2))


def nearest(inputs: Inputs, around: Point | None, count: int = ROWS) -> Rows:
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


def sampled(inputs: Inputs, rows: Rows) -> Inputs:
    """Return inputs of some of their rows, with the counts of persons that these rest on."""
    if rows.all():
        return inputs
    layer = inputs.layer[rows]
    persons = inputs.persons
    return replace(inputs, layer=layer, persons=None if persons is None else
                   persons.reindex(layer.index))  # fmt: skip


def _with_draws(parameters: Parameters, most: int) -> Parameters:
    """Return parameters under which an analysis shuffles at most so often."""
    if _draws(parameters) <= most:
        return parameters
    return parameters.model_copy(update={PERMUTATIONS: most})


def _draws(parameters: Parameters) -> int:
    """Return how often an analysis shuffles."""
    return int(getattr(parameters, PERMUTATIONS, 0) or 0)
