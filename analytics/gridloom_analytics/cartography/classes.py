"""Breaks as a reader of a legend meets them: rounded, so that legend and map say the same."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from gridloom_analytics.shares import SHARE

TOLERANCE = 0.02
"""How far a break may move when it is rounded, as a share of the narrowest class."""
FINEST, COARSEST = 12, -12
FEW_DECIMALS = 2
"""Values with no more decimals have their least and greatest in the legend as they are."""


@dataclass(frozen=True)
class ClassRange:
    """One class of numbers, ``lower`` < x ≤ ``upper`` (the first one holds ``lower`` too)."""

    lower: float
    upper: float
    label: str


def class_ranges(values: npt.ArrayLike, bounds: npt.ArrayLike, unit: str = "") -> list[ClassRange]:
    """Return readable classes from the upper ``bounds`` that were found for ``values``.

    The inner bounds are rounded to as few digits as keep them within 2 % of the narrowest class,
    and the classes *are* the rounded ones: a reader who sorts values by the legend gets the map.
    The outer ones are the least and greatest value where all have at most 2 decimals, else rounded
    outwards. Classes of whole numbers are labelled by the numbers that they hold, those of shares
    (``unit`` is ``SHARE``) in per cent; the classes stay in the values' own numbers.

    >>> [one.label for one in class_ranges([1, 2, 7, 9], [2, 9])]
    ['1 – 2', '3 – 9']
    >>> [one.label for one in class_ranges([0.1234, 55.4, 98.7], [50.02, 98.7])]
    ['0 – 50', '50 – 99']
    >>> [one.label for one in class_ranges([0.5, 55.4, 98.71], [50.02, 98.71])]
    ['0.5 – 50', '50 – 98.71']
    >>> [one.label for one in class_ranges([0, 0.0123, 0.048, 0.1777], [0, 0.048, 0.1777], SHARE)]
    ['0', '0 – 4.8 %', '4.8 – 17.8 %']
    """
    numbers = np.asarray(values, dtype=float)
    numbers = numbers[np.isfinite(numbers)]
    uppers = np.asarray(bounds, dtype=float)
    if not len(numbers) or not len(uppers):
        return []
    edges = np.concatenate([[numbers.min()], uppers])
    whole = bool((numbers == np.round(numbers)).all())
    decimals = _decimals(edges, whole)
    rounded = _round_edges(edges, decimals)
    if (numbers == np.round(numbers, FEW_DECIMALS)).all():
        rounded[[0, -1]] = numbers.min(), numbers.max()
    share = unit == SHARE
    labels = _share_labels(rounded, decimals) if share else _labels(rounded, decimals, whole)
    return [
        ClassRange(float(lower), float(upper), label)
        for lower, upper, label in zip(rounded[:-1], rounded[1:], labels, strict=True)
    ]


def given_ranges(values: npt.ArrayLike, borders: npt.ArrayLike, unit: str = "") -> list[ClassRange]:
    """Return classes with exactly these inner ``borders``, those that lie within the values.

    Outer ends and labels of shares are as in :func:`class_ranges`.

    >>> [one.label for one in given_ranges([1, 2, 7, 9], [2.5, 50])]
    ['1 – 2.5', '2.5 – 9']
    """
    numbers = np.asarray(values, dtype=float)
    numbers = numbers[np.isfinite(numbers)]
    if not len(numbers):
        return []
    inner = np.unique(np.asarray(borders, dtype=float))
    inner = inner[(inner >= numbers.min()) & (inner < numbers.max())]
    decimals = max((_written(one) for one in inner.tolist()), default=0)
    edges = np.concatenate([[numbers.min()], inner, [numbers.max()]])
    if not (numbers == np.round(numbers, FEW_DECIMALS)).all():
        edges[0] = min(_round_with(np.floor, edges[0], decimals), edges[0])
        edges[-1] = max(_round_with(np.ceil, edges[-1], decimals), edges[-1])
    whole = decimals == 0 and bool((numbers == np.round(numbers)).all())
    if unit == SHARE:
        labels = _share_labels(edges, decimals)
    else:
        labels = _labels(edges, 0, whole=True) if whole else _written_labels(edges)
    return [
        ClassRange(float(lower), float(upper), label)
        for lower, upper, label in zip(edges[:-1], edges[1:], labels, strict=True)
    ]


def _share_labels(edges: npt.NDArray[np.float64], decimals: int) -> list[str]:
    """Label classes of shares in per cent, with no more decimals than the ``edges`` need."""
    percents = np.round(100 * edges, FINEST - 2).tolist()  # 100 × 0.07 is a little over 7
    shown = min(max(map(_written, percents)), max(decimals - 2, 0))
    told = [number(one, shown) if one else "0" for one in percents]
    pairs = [upper if lower == upper else f"{lower} – {upper}" for lower, upper in pairwise(told)]
    return [one if one == "0" else f"{one} %" for one in pairs]


def _written_labels(edges: npt.NDArray[np.float64]) -> list[str]:
    told = [number(edge, _written(edge)) for edge in edges.tolist()]
    return [f"{lower} – {upper}" for lower, upper in pairwise(told)]


def _written(value: float) -> int:
    """Return how many decimals a number is written with."""
    return next((n for n in range(FINEST) if round(value, n) == value), FINEST)


def _decimals(edges: npt.NDArray[np.float64], whole: bool) -> int:
    """Return the fewest decimals (negative: tens, hundreds) that keep the classes as they are."""
    widths = np.diff(edges)
    widths = widths[widths > 0]
    if not len(widths):
        return 0 if whole else 3
    allowed = 2 * TOLERANCE * widths.min()
    decimals = int(np.clip(np.ceil(-np.log10(allowed)), COARSEST, FINEST))
    return min(decimals, 0) if whole else decimals


def _round_edges(edges: npt.NDArray[np.float64], decimals: int) -> npt.NDArray[np.float64]:
    """Round the inner edges to the nearest, the outer ones outwards."""
    rounded = np.round(edges, decimals)
    rounded[0] = min(_round_with(np.floor, edges[0], decimals), edges[0])
    rounded[-1] = max(_round_with(np.ceil, edges[-1], decimals), edges[-1])
    rounded[1] = max(rounded[1], edges[0])  # a class of one value keeps it
    return rounded


def _round_with(rounding: np.ufunc, value: float, decimals: int) -> float:
    scaled = round(value * 10.0**decimals, 6)  # 0.3 × 10 is a little over 3
    return float(np.round(rounding(scaled) / 10.0**decimals, max(decimals, 0)))


def _labels(edges: npt.NDArray[np.float64], decimals: int, whole: bool) -> list[str]:
    shown = max(decimals, 0)
    starts = edges[:-1] + (np.arange(len(edges) - 1) > 0) * whole
    places = [shown] * (len(edges) - 2)
    before, after = [_places(edges[0], shown), *places], [*places, _places(edges[-1], shown)]
    told = [
        (number(start, few), number(upper, many))
        for start, upper, few, many in zip(starts, edges[1:], before, after, strict=True)
    ]
    return [upper if upper == start else f"{start} – {upper}" for start, upper in told]


def _places(edge: float, shown: int) -> int:
    """Return how many decimals an outer edge takes, which may be more than those inside."""
    exact = (n for n in range(shown, FEW_DECIMALS + 1) if round(edge, n) == edge)
    return next(exact, shown)


def number(value: float, decimals: int) -> str:
    """Return a number with thousands separators and a real minus sign.

    >>> number(-1234.5, 1)
    '−1,234.5'
    """
    text = f"{value:,.{decimals}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else text.lstrip("-")
