"""Where bins begin: at round numbers, as many as suit the values."""

from typing import Any

import numpy as np
import numpy.typing as npt

from gridloom_analytics.disclosure import THRESHOLD
from gridloom_desktop.window.model.charts.coded import small
from gridloom_desktop.window.model.charts.column import Floats

FEWEST, MOST = 8, 60
STEPS = np.array([1.0, 2.0, 2.5, 5.0, 10.0])
WHOLE_STEPS = np.array([1.0, 2.0, 5.0, 10.0])
TAIL = 0.995
"""The part of the values that lies below the bin for all that is higher, if these are far off."""
SKEWED, LONG = 2.0, 20.0
"""How many times the median the mean and the highest value are where a log scale is better."""
FAR = 2.0
"""How many times as wide as the others the highest values must lie to be put into one bin."""


def edges(values: Floats, *, whole: bool = False, bins: int | None = None) -> Floats:
    """Return where bins of finite ``values`` begin, and where the last ends; shape (k + 1,).

    The last edge is infinite where a few values are far above all others: they share a bin. Bins
    hold their lower edge. Without ``bins``, their width is Freedman and Diaconis' (1981), rounded.

    >>> edges(np.array([1.0, 2, 3, 4]), whole=True).tolist()
    [1.0, 2.0, 3.0, 4.0, 5.0]
    """
    low, high = float(values.min()), float(values.max())
    if low == high:
        return _around(low, whole=whole)
    usual = float(np.quantile(values, TAIL))
    tailed = bins is None and usual > low and high - usual > FAR * (usual - low)
    top = usual if tailed else high
    wanted = bins or _suited(values, low, top)
    width = nice((top - low) / wanted, whole=whole)
    first, last = np.floor(low / width), np.floor(top / width)
    found = _round(np.arange(first, last + 2) * width, width)
    if tailed:
        found[-1] = np.inf
    return found


def log_edges(values: Floats, bins: int | None = None) -> Floats:
    """Return where bins of positive ``values`` begin that are equally wide on a log scale.

    >>> log_edges(np.array([1.0, 1000.0]), 3).round(6).tolist()
    [1.0, 10.0, 100.0, 1000.0, 10000.0]
    """
    ends = np.log10(values.min()), np.log10(values.max())
    per_decade = max(1, round((bins or 30) / max(ends[1] - ends[0], 0.1)))
    first, last = np.floor(ends[0] * per_decade + 1e-9), np.floor(ends[1] * per_decade + 1e-9)
    found = 10.0 ** (np.arange(first, last + 2) / per_decade)
    found = np.array([float(f"{edge:.4g}") for edge in found])
    found[0] = min(found[0], values.min())
    return (
        found if found[-1] > values.max() else np.append(found, np.nextafter(values.max(), np.inf))
    )


def suits_log(values: Floats) -> bool:
    """Tell whether values are so skewed that only a logarithmic scale shows how they spread.

    >>> suits_log(np.array([1.0, 2, 3, 4])), suits_log(np.array([1.0, 2, 3, 900]))
    (False, True)
    """
    if not len(values) or values.min() <= 0:
        return False
    middle = float(np.median(values))
    return bool(values.mean() > SKEWED * middle and values.max() > LONG * middle)


def nice(width: float, *, whole: bool = False) -> float:
    """Return the next round number from ``width`` upwards.

    >>> nice(0.13), nice(3.2), nice(0.2, whole=True), nice(22, whole=True)
    (0.2, 5.0, 1.0, 50.0)
    """
    if whole and width <= 1:
        return 1.0
    power = 10.0 ** np.floor(np.log10(width))
    steps = WHOLE_STEPS if whole else STEPS
    step = steps[np.searchsorted(steps, width / power - 1e-9)]
    return float(f"{step * power:.12g}")


def coded(values: Floats, found: Floats) -> npt.NDArray[Any]:
    """Return the bin of each value, the number of bins for one in none (NaN); shape (n,)."""
    size = len(found) - 1
    codes = np.searchsorted(found, values, side="right") - 1
    codes[(codes < 0) | (codes >= size) | np.isnan(values)] = size
    return codes.astype(small(size))


def trimmed(values: Floats, found: Floats) -> Floats:
    """Return the edges without the outer bins that hold a few persons only: they tell of these."""
    enough = np.flatnonzero(np.histogram(values, found)[0] >= THRESHOLD)
    return found[enough[0] : enough[-1] + 2] if len(enough) else found[:0]


def _suited(values: Floats, low: float, top: float) -> int:
    lower, upper = np.quantile(values, [0.25, 0.75])
    width = 2 * (upper - lower) / len(values) ** (1 / 3)
    wanted = (top - low) / width if width > 0 else MOST / 2
    return int(np.clip(wanted, FEWEST, MOST))


def _around(value: float, *, whole: bool) -> Floats:
    if whole or abs(value) >= 1:
        return np.array([np.floor(value), np.floor(value) + 1.0])
    return np.array([value, np.nextafter(value, np.inf)]) if value else np.array([0.0, 1.0])


def _round(found: Floats, width: float) -> Floats:
    decimals = max(0, 2 - int(np.floor(np.log10(width))))
    return found.round(decimals)
