"""From scores to statements: p-values, corrections for many tests, bins of confidence."""

from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

Floats = npt.NDArray[np.float64]
Alternative = Literal["two-sided", "greater", "less"]

LEVELS = (0.10, 0.05, 0.01)
"""The significance levels of bins 1, 2 and 3 (90, 95 and 99 % confidence)."""
FEW = 10
"""Under so many draws as extreme as the observed value, a simulated p is not known well."""


def normal_p(z: Floats, alternative: Alternative = "two-sided") -> Floats:
    """Return the p-values of z-scores under the standard normal; NaN stays NaN.

    ``greater`` asks for unusually high scores, ``less`` for unusually low ones.

    >>> normal_p(np.array([0.0, 1.959964, float("nan")])).round(4)
    array([1.  , 0.05,  nan])
    """
    if alternative == "two-sided":
        return 2 * ndtr(-np.abs(z))
    return ndtr(-z) if alternative == "greater" else ndtr(z)


def simulated_p(
    at_least: npt.NDArray[np.int64],
    at_most: npt.NDArray[np.int64],
    draws: int,
    alternative: Alternative = "two-sided",
) -> Floats:
    """Return pseudo p-values (r + 1) / (draws + 1) from how many draws were as extreme.

    ``at_least`` and ``at_most`` count the draws ≥ and ≤ the observed value, ties in both. One
    tail takes its own count as r; two-sided is twice the smaller tail, at most 1, so that skewed
    variables are judged by the tail in which the observed value lies.

    >>> simulated_p(np.array([4]), np.array([995]), 999)
    array([0.01])
    """
    if alternative == "greater":
        return (at_least + 1) / (draws + 1)
    if alternative == "less":
        return (at_most + 1) / (draws + 1)
    return np.minimum(1.0, 2 * (np.minimum(at_least, at_most) + 1) / (draws + 1))


def deciding_p(p: Floats, p_sim: Floats, draws: int, alternative: Alternative) -> Floats:
    """Return ``p_sim``, or the smaller of ``p`` and it where few draws are as extreme.

    Draws tell how often chance gives what is not rare, whatever the distribution. They cannot tell
    how rare it is what hardly any of them, under ``FEW`` in the tail, give: there the tail goes on
    as that of a distribution with the same moments, whose ``p`` is given. Both have one null.

    Knijnenburg et al. 2009, Bioinformatics 25: i161-i168; Winkler et al. 2016, NeuroImage 141:
    502-516 (Pearson's type III).

    >>> deciding_p(np.array([1e-6, 0.02]), np.array([0.0002, 0.03]), 9_999, "two-sided")
    array([1.e-06, 3.e-02])
    """
    sides = 2 if alternative == "two-sided" else 1
    rare = p_sim * (draws + 1) < sides * (FEW + 1) - 0.5
    return np.where(rare, np.minimum(p, p_sim), p_sim)


def false_discovery_rate(p: Floats) -> Floats:
    """Return p-values adjusted by Benjamini & Hochberg (1995); NaN is no test and stays NaN.

    Among the tests whose adjusted p is under q, the expected share of false alarms is at most q.

    >>> false_discovery_rate(np.array([0.01, 0.04, float("nan"), 0.03]))
    array([0.03, 0.04,  nan, 0.04])
    """
    adjusted = np.full(len(p), np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(-p[tested], kind="stable")]
    rank = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum.accumulate(np.minimum(1.0, p[order] * len(order) / rank))
    return adjusted


def bonferroni(p: Floats) -> Floats:
    """Return p-values times the number of tests, at most 1; NaN is no test and stays NaN.

    >>> bonferroni(np.array([0.01, 0.6, float("nan")]))
    array([0.02, 1.  ,  nan])
    """
    return np.minimum(1.0, p * np.count_nonzero(~np.isnan(p)))


def confidence_bins(z: Floats, p: Floats) -> Floats:
    """Return −3 … 3: the sign of z with 1, 2, 3 where p is under 0.10, 0.05, 0.01; 0 elsewhere.

    NaN where there is no p: a site without a test is not one without a finding.

    >>> confidence_bins(np.array([3.0, -2.0, 0.1]), np.array([0.003, 0.046, 0.92]))
    array([ 3., -2.,  0.])
    """
    depth = sum((p < level).astype(float) for level in LEVELS)
    return np.where(np.isnan(p), np.nan, np.sign(z) * depth + 0.0)
