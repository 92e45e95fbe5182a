"""How skewed chance makes a sum of values, and the p-value that allows for it.

Chance puts the values on the sites in any order. A weighted sum of them, such as Gi* or the lag of
a site, then has an exact mean, variance and skewness. Its z is held against the normal
distribution by most software; but where values are skewed and neighbours few, so is the sum, and
the normal's far tail, which a correction for many tests looks at, calls many sites hot that chance
alone makes.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.scaling import deviations, unit_exponent
from gridloom_analytics.statistics.significance.p_values import Alternative, normal_p
from gridloom_analytics.statistics.significance.pearson import pearson_tail

Floats = npt.NDArray[np.float64]
Size = Floats | float
"""One number for all sums, or an array of one for each."""


@dataclass(frozen=True)
class Moments:
    """How many ``sites`` there are, and the second and third central moments of their values."""

    sites: Size
    spread: Size
    third: Size


@dataclass(frozen=True)
class Weights:
    """Of the weights of each sum: their total, and the sums of their squares and cubes."""

    total: Floats
    squares: Floats
    cubes: Floats


@dataclass(frozen=True)
class Shape:
    """The distribution of each sum: its ``skew``, and half a ``step`` of it in its deviations.

    The step is that between two possible sums: of counts it is one event, of numbers that are not
    whole none.
    """

    skew: Floats
    half_step: Floats

    def p(self, z: Floats, alternative: Alternative = "two-sided") -> Floats:
        """Return the p-values of ``z``: the larger of the normal's and of Pearson's type III.

        Pearson's has the skewness of the sum, which counts from half a step less. NaN stays NaN.

        >>> shape = Shape(np.array([0.0, 1.5]), np.zeros(2))
        >>> shape.p(np.array([3.0, 3.0])).round(4)
        array([0.0027, 0.0176])
        """
        normal = normal_p(z, alternative)
        side = {"two-sided": np.sign(z), "greater": 1.0, "less": -1.0}[alternative]
        tail = pearson_tail(side * z - self.half_step, side * self.skew)
        return np.clip(2 * tail if alternative == "two-sided" else tail, normal, 1.0)


def shape_of_sums(among: Moments, weights: Weights, step: Size) -> Shape:
    """Return the distribution of weighted sums of values in any order.

    With c the weights less their mean over all n sites (0 for most), the variance is
    n m2 Σ c² / (n − 1) and the third moment n² m3 Σ c³ / ((n − 1) (n − 2)), exactly. Without
    weights that differ, Σ c³ is k (n − k) (n − 2k) / n². Sums that cannot vary have no skew.
    """
    n, total = among.sites, weights.total
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = weights.squares - total**2 / n
        cubes = weights.cubes - 3 * total * weights.squares / n + 2 * total**3 / n**2
        deviation = np.sqrt(among.spread * n * squares / (n - 1))
        skew = among.third * n**2 * cubes / ((n - 1) * (n - 2)) / deviation**3
        half_step = step / deviation / 2
    fixed = ~np.isfinite(skew) | ~np.isfinite(half_step)
    return Shape(np.where(fixed, 0.0, skew), np.where(fixed, 0.0, half_step))


def shape_with_own(values: Floats, graph: Graph) -> Shape:
    """Return the shape of Gi*: the site itself counts, with a weight of 1, and all are shuffled."""
    centred = deviations(values)
    spread, third = (float((centred**power).mean()) for power in (2, 3))
    links = _weights(graph)
    own = Weights(links.total + 1.0, links.squares + 1.0, links.cubes + 1.0)
    step = np.where(graph.row_weight == 1.0, _step(values), 0.0)
    return shape_of_sums(Moments(float(graph.n), spread, third), own, step)


def shape_of_neighbours(values: Floats, graph: Graph) -> Shape:
    """Return the shape of the lag (Gi, local Moran's I): all but the site's own are shuffled.

    ``values`` are those that are looked at around a site.
    """
    centred, others = deviations(values), graph.n - 1
    mean = -centred / others
    square, cube = (((centred**power).sum() - centred**power) / others for power in (2, 3))
    among = Moments(float(others), square - mean**2, cube - 3 * mean * square + 2 * mean**3)
    step = np.nan_to_num(graph.row_weight) * _step(values)
    return shape_of_sums(among, _weights(graph), step)


def _weights(graph: Graph) -> Weights:
    total, squares = graph.row_sums()
    if graph.even:
        return Weights(total, squares, squares * graph.row_weight)
    cubes = np.bincount(graph.focal, graph.weights**3, minlength=graph.n).astype(np.float64)
    return Weights(total, squares, cubes)


def _step(values: Floats) -> float:
    """Return 1 where the values are counts, in the unit of their deviations, else 0.

    What lies between two sums of values that are not whole is not known.
    """
    whole = (values == np.rint(values)).all()
    return float(np.ldexp(1.0, -unit_exponent(values))) if whole else 0.0
