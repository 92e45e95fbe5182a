"""What a global statistic found: its figures, and which of them decides."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.answers.neighbourhood import all_are_neighbours, untested_warnings
from gridloom_analytics.answers.sentences import p_text
from gridloom_analytics.statistics.autocorrelation.pairs import FEWEST, Score
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.significance.p_values import normal_p, simulated_p
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr, tr_n

LEVEL = 0.05
"""A p-value under this makes a finding."""


@dataclass(frozen=True)
class Finding:
    """A score with its two-sided p-values; ``p_sim`` is None without permutations.

    ``z`` is above 0 where like values are neighbours.
    """

    score: Score
    z: float
    p: float
    p_sim: float | None

    @property
    def decisive(self) -> float:
        """The p-value that decides: by permutation where there is one."""
        return self.p if self.p_sim is None else self.p_sim

    @property
    def alike(self) -> int:
        """1 where like values are neighbours more than by chance, −1 where less, else 0."""
        return int(np.sign(self.z)) if self.decisive < LEVEL else 0

    def figures(self, name: str) -> dict[str, float | int | str | None]:
        """Return the scalars, the statistic under ``name``."""
        return {
            name: self.score.statistic,
            "expected": self.score.expected,
            "variance": self.score.variance,
            "z": self.z,
            "p": self.p,
            "p_sim": self.p_sim,
        }

    def chance(self) -> str:
        """Return the deciding p-value for a sentence."""
        return p_text(self.decisive)


def found(score: Score, sign: int, tails: tuple[int, int, int] | None) -> Finding:
    """Return a score with its p-values; ``sign`` turns z so that likeness is above 0.

    ``tails`` are the draws, those ≥ and those ≤ the observed.
    """
    z = sign * score.z
    p_sim = None
    if tails is not None:
        draws, at_least, at_most = tails
        p_sim = float(simulated_p(np.array([at_least]), np.array([at_most]), draws)[0])
    return Finding(score, z, float(normal_p(np.array([z]))[0]), p_sim)


def decided(finding: Finding) -> Finding:
    """Return a finding as it is; raise ``BadInput`` where no shuffle could change the figure."""
    if np.isnan(finding.score.variance):
        raise all_are_neighbours()
    return finding


def linked(graph: Graph) -> tuple[Graph, tuple[Message, ...]]:
    """Return the graph of the sites with neighbours, and what is to be said of the others.

    Raises ``BadInput`` where fewer than four have one: the variance looks at four at once.
    """
    has = ~graph.islands
    if has.sum() < FEWEST:
        raise BadInput(
            "too-few-rows",
            tr_n(
                "Only {count} place has a value and neighbours.",
                "Only {count} places have a value and neighbours.",
                int(has.sum()),
            ),
            hint=tr("At least {least} are needed.", least=FEWEST),
        )
    said = untested_warnings(graph, np.where(graph.islands, np.nan, 0.0))
    if has.all():
        return graph, said
    return Graph.from_matrix(graph.matrix[has][:, has], graph.ids[has]), said


def too_few_draws(draws: int) -> tuple[Message, ...]:
    """Return a sentence where no p of so many permutations can be under the level."""
    if not draws or 2 / (draws + 1) < LEVEL:
        return ()
    return (
        tr(
            "With {draws:,} permutations no p-value is under 0.05, whatever the map shows; 999 "
            "would do.",
            draws=draws,
        ),
    )


def spread(values: npt.NDArray, graph: Graph) -> npt.NDArray[np.float64]:
    """Return values of the sites with neighbours on all sites, NaN for islands."""
    whole = np.full(graph.n, np.nan)
    whole[~graph.islands] = values
    return whole
