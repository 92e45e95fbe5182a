"""What is scanned: cases by place and period, and how many are due there."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Self

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int16 | np.int32]
"""Counts of many draws, as narrow as they may be: so many more fit into one instruction."""
Model = Literal["poisson", "bernoulli", "permutation"]


@dataclass(frozen=True)
class Study:
    """Cases and what is expected of them, both of shape (n places, periods).

    ``points`` (n, 2) are distinct places in a projected CRS. ``expected`` adds up to all cases.
    ``weight`` (n,) limits how large windows get: population, or cases under permutation.
    ``people`` are all cases and controls of the Bernoulli model, infinite for the others.
    """

    model: Model
    points: Floats
    cases: Integers
    expected: Floats
    weight: Floats
    people: float = np.inf

    @classmethod
    def poisson(cls, points: Floats, cases: Integers, due: Floats, weight: Floats) -> Self:
        """Return a study of counts whose mean is in proportion to ``due`` (n, periods).

        ``due`` is the population, or what covariates let expect, on any scale; cases where none
        are due are not possible.
        """
        return cls("poisson", points, cases, due * (cases.sum() / due.sum()), weight)

    @classmethod
    def bernoulli(cls, points: Floats, cases: Integers, people: Integers) -> Self:
        """Return a study of cases among ``people`` (n, periods): cases and controls."""
        everybody = float(people.sum())
        expected = people * (cases.sum() / everybody)
        return cls("bernoulli", points, cases, expected, people.sum(axis=1) * 1.0, everybody)

    @classmethod
    def permutation(cls, points: Floats, cases: Integers) -> Self:
        """Return a study of cases alone: places and periods are independent if nothing is odd.

        Expected are the cases of the place times those of the period over all (Kulldorff 2005).
        """
        here, then = cases.sum(axis=1) * 1.0, cases.sum(axis=0)
        return cls("permutation", points, cases, np.outer(here, then / cases.sum()), here)

    @cached_property
    def total(self) -> int:
        """All cases."""
        return int(self.cases.sum())

    @property
    def periods(self) -> int:
        """How many periods there are; 1 without time."""
        return self.cases.shape[1]

    def part(self, order: Integers) -> "Study":
        """Return the study with its places in another order."""
        return Study(
            self.model,
            self.points[order],
            self.cases[order],
            self.expected[order],
            self.weight[order],
            self.people,
        )


@dataclass(frozen=True)
class Windows:
    """Which windows are looked at.

    Circles around each place with at most ``share`` of the weight and at most ``radius`` (in
    units of the points), times each run of periods from ``starts`` to ``ends``, both included.
    ``side`` is 1 for windows with more cases than expected, −1 with fewer, 0 for both.
    """

    share: float
    starts: Integers
    ends: Integers
    radius: float = np.inf
    side: int = 1

    @classmethod
    def over(
        cls, periods: int, share: float, longest: int, radius: float = np.inf, side: int = 1
    ) -> Self:
        """Return circles times all runs of at most ``longest`` of the ``periods``.

        >>> Windows.over(3, 0.5, 2).ends.tolist()
        [0, 1, 1, 2, 2]
        """
        runs = [(a, b) for a in range(periods) for b in range(a, min(a + longest, periods))]
        starts, ends = np.array(runs, dtype=np.int64).T
        return cls(share, starts.copy(), ends.copy(), radius, side)
