"""Areal interpolation against the overlay of geopandas."""

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import shapely

from benchmarks.measuring import Measurement, compared
from benchmarks.statistics.places import GRIDS, cells
from gridloom_analytics.statistics.areal.interpolation import shares_by_area
from gridloom_analytics.statistics.areal.overlay import overlay

SIZES = ((1_000, 40), (4_000, 160), (GRIDS, 642))
"""Sources and targets."""


def measure(full: bool) -> Iterator[Measurement]:
    """Yield the measurements."""
    for n, m in (*SIZES, (4 * GRIDS, 4 * 642)) if full else SIZES:
        yield grids_to_communities(n, m)


def grids_to_communities(n: int, m: int) -> Measurement:
    """Counts of grids on communities that do not share their borders."""
    sources, targets = cells(n), cells(m)
    counts = np.random.default_rng(n).gamma(1, 100, size=n)

    def ours() -> np.ndarray:
        shares = shares_by_area(overlay(sources, targets), shapely.area(sources), m)
        return shares.counts(counts)

    one = gpd.GeoDataFrame({"density": counts / shapely.area(sources)}, geometry=list(sources))
    other = gpd.GeoDataFrame({"target": np.arange(m)}, geometry=list(targets))

    def theirs() -> np.ndarray:
        pieces = gpd.overlay(one, other)
        amount = pieces["density"] * pieces.area
        return amount.groupby(pieces["target"]).sum().to_numpy()

    return compared(
        "counts on other areas, by land",
        n,
        ours,
        "geopandas",
        theirs,
        lambda found, expected: np.abs(found / expected - 1).max(),
    )
