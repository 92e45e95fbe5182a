"""Centres of weighted points: the mean and the median centre, and how far points spread."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float64]

MOST_STEPS = 10_000
NEAR = 1e-12
"""A step shorter than this share of the extent ends the search for the median centre."""
ROUND = 1e-9
"""Axes whose lengths differ by a smaller share have no direction."""
FLAT = 1e-7
"""An axis shorter than this share of the other is the rounding of points on a line."""


@dataclass(frozen=True)
class Ellipse:
    """The standard deviational ellipse of weighted points.

    ``major`` and ``minor`` are the standard deviations along its axes (over n, or over the sum of
    the weights), ``rotation`` the direction of the major one in degrees clockwise from north,
    from 0 up to 180; NaN where both are equal, for then there is none.
    """

    centre: Points
    major: float
    minor: float
    rotation: float

    def outline(self, factor: float, corners: int = 144) -> Points:
        """Return points on the ellipse whose semi-axes are ``factor`` standard deviations."""
        around = np.arange(corners) * (2 * np.pi / corners)
        along = factor * self.major * np.cos(around)
        across = factor * self.minor * np.sin(around)
        turn = np.radians(np.nan_to_num(self.rotation))
        east = along * np.sin(turn) + across * np.cos(turn)
        north = along * np.cos(turn) - across * np.sin(turn)
        return self.centre + np.column_stack([east, north])

    def holds(self, points: Points, factor: float) -> npt.NDArray[np.bool_]:
        """Return which points are in the ellipse of ``factor`` standard deviations.

        Where it has no breadth, only points on its centre line can be, but for rounding.
        """
        turn = np.radians(np.nan_to_num(self.rotation))
        away = points - self.centre
        along = away @ np.array([np.sin(turn), np.cos(turn)])
        across = away @ np.array([np.cos(turn), -np.sin(turn)])
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = np.nan_to_num((along / self.major) ** 2, nan=0.0)
            breadth = max(self.minor, FLAT * self.major)
            parts += np.nan_to_num((across / breadth) ** 2, nan=0.0)
        return parts <= factor**2


def mean_centre(points: Points, weights: Floats) -> Points:
    """Return the weighted mean of points (n, 2), shape (2,); weights ≥ 0, not all 0.

    >>> mean_centre(np.array([[0.0, 0], [4, 0]]), np.array([1.0, 3])).tolist()
    [3.0, 0.0]
    """
    origin = points[0]
    return origin + (weights[:, None] * (points - origin)).sum(axis=0) / weights.sum()


def standard_distance(points: Points, weights: Floats) -> float:
    """Return the root of the mean squared distance from the mean centre (Bachi 1963), over n."""
    away = points - mean_centre(points, weights)
    return float(np.sqrt((weights * (away**2).sum(axis=1)).sum() / weights.sum()))


def deviational_ellipse(points: Points, weights: Floats) -> Ellipse:
    """Return the standard deviational ellipse, by the eigenvectors of the covariance.

    The axes are those of Lefever 1926 (American Journal of Sociology 32) as Yuill 1971
    (Geografiska Annaler B 53) mended them: turning so that the deviation along one is greatest is
    the eigenproblem of the covariance (Wang, Shi & Miao 2015, PLoS ONE 10: e0118537). The sums are
    divided by n, or by the sum of the weights; CrimeStat divides by n − 2. For bivariate normal
    points, 39 % lie within one standard deviation along the axes and 63 % within √2 of them, the
    size that ArcGIS draws as its first.

    >>> cross = np.array([[0.0, 2], [0, -2], [1, 0], [-1, 0]])
    >>> found = deviational_ellipse(cross, np.ones(4))
    >>> round(found.major**2, 9), round(found.minor**2, 9), found.rotation
    (2.0, 0.5, 0.0)
    """
    centre = mean_centre(points, weights)
    away = points - centre
    covariance = (weights[:, None] * away).T @ away / weights.sum()
    spread, axes = np.linalg.eigh(covariance)
    minor, major = np.sqrt(np.maximum(spread, 0.0))
    minor = 0.0 if minor <= FLAT * major else minor
    east, north = axes[:, 1]
    turn = float(np.degrees(np.arctan2(east, north))) % 180
    rotation = float("nan") if major - minor <= ROUND * major else turn % 180
    return Ellipse(centre, float(major), float(minor), rotation)


def median_centre(points: Points, weights: Floats) -> Points:
    """Return the point with the least sum of weighted distances to points (n, 2), shape (2,).

    Weiszfeld's steps with the care of Vardi & Zhang 2000 (PNAS 97: 1423-1426) where they meet one
    of the points. Where all points lie on a line and the middle is a stretch, one point of it.

    >>> median_centre(np.array([[0.0, 0], [4, 0], [4, 4], [0, 4]]), np.ones(4)).round(9).tolist()
    [2.0, 2.0]
    """
    places, weights = _merged(points, weights)
    at = mean_centre(places, weights)
    extent = float(np.ptp(places, axis=0).max())
    for _ in range(MOST_STEPS):
        step = _towards(at, places, weights)
        at = at + step
        if np.hypot(*step) <= NEAR * extent:
            break
    return _best(at, places, weights)


def _merged(points: Points, weights: Floats) -> tuple[Points, Floats]:
    """Return each place once, with the weight of all points at it; those of no weight are out."""
    heavy = weights > 0
    places, at = np.unique(points[heavy], axis=0, return_inverse=True)
    return places, np.asarray(np.bincount(at.ravel(), weights[heavy]), dtype=np.float64)


def _towards(at: Points, places: Points, weights: Floats) -> Points:
    """Return the step of Vardi and Zhang from ``at``."""
    away = places - at
    distance = np.hypot(away[:, 0], away[:, 1])
    apart = distance > 0
    pull = weights[apart] / distance[apart]
    if not len(pull):
        return np.zeros(2)
    force = (pull[:, None] * away[apart]).sum(axis=0)
    held, size = weights[~apart].sum(), np.hypot(*force)
    if held and size <= held:
        return np.zeros(2)
    return (1 - held / size if held else 1.0) * force / pull.sum()


def _best(at: Points, places: Points, weights: Floats) -> Points:
    """Return the nearest of the places where the sum of distances is less there than at ``at``."""
    nearest = places[np.hypot(*(places - at).T).argmin()]
    sums = [float((weights * np.hypot(*(places - one).T)).sum()) for one in (at, nearest)]
    return nearest if sums[1] <= sums[0] else at
