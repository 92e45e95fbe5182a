"""One test for a whole curve: is it unusual among curves that chance gave, anywhere?"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Envelope:
    """Bounds that a curve leaves somewhere if and only if ``p`` ≤ the level of the test.

    ``lower``, ``upper`` and ``centre`` (the mean of the simulated curves) have the shape of the
    curve.
    """

    lower: Floats
    upper: Floats
    centre: Floats
    p: float


def global_envelope(observed: Floats, simulated: Floats, level: float = 0.05) -> Envelope:
    """Return the extreme rank length envelope of a curve among simulated ones.

    ``observed`` has shape (r,), ``simulated`` (s, r). At each r every curve has a rank from the
    outside; curves are ordered by their ranks from the most extreme on, ties by the next rank
    (Myllymäki et al. 2017, JRSS B 79: 381-404; R's GET, type "erl"). p is the share of curves, the
    observed one with them, at least as extreme as it; the envelope spans all curves but the most
    extreme ``level`` of them. So it needs no correction for looking at many distances.
    s ≥ 1 / level − 1, or nothing can fall outside.
    """
    curves = np.vstack([observed, simulated])
    extreme = _extremeness(curves)
    p = float((extreme <= extreme[0]).mean())
    kept = curves[_kept(extreme, level)]
    return Envelope(kept.min(axis=0), kept.max(axis=0), simulated.mean(axis=0), p)


def _extremeness(curves: Floats) -> npt.NDArray[np.int64]:
    """Return the position of each curve from the most extreme (0) on; equal ones share it."""
    ranks = np.apply_along_axis(rankdata, 0, curves)
    outer = np.sort(np.minimum(ranks, len(curves) + 1 - ranks), axis=1)
    _, position = np.unique(outer, axis=0, return_inverse=True)
    return position.ravel()


def _kept(extreme: npt.NDArray[np.int64], level: float) -> npt.NDArray[np.bool_]:
    """Return the curves whose own p is over the level: those that span the envelope."""
    return rankdata(extreme, method="max") / len(extreme) > level
