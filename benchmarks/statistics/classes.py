"""Class breaks against mapclassify."""

from collections.abc import Iterator

import numpy as np

from benchmarks.measuring import Measurement, timed
from gridloom_analytics.statistics.classes.classification import breaks


def measure(full: bool) -> Iterator[Measurement]:
    """Yield the measurements."""
    yield natural_breaks(1_200_000 if full else 120_000)


def natural_breaks(n: int) -> Measurement:
    """Exact Jenks breaks of n values against mapclassify's on a sample it can bear."""
    import mapclassify

    values = np.random.default_rng(n).gamma(2, size=n)
    breaks(values[:100], "jenks", 5)
    seconds, _ = timed(lambda: breaks(values, "jenks", 5), repeat=1)
    small = values[:3_000]
    gap = np.abs(breaks(small, "jenks", 5) - mapclassify.FisherJenks(small, k=5).bins).max()
    return Measurement("Jenks breaks, exact", n, seconds, agreement=float(gap))
