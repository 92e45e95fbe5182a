"""Requests of Boston in 2015 by census tract, against esda on a graph of GEOS' own relations."""

from pathlib import Path

import esda
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from libpysal.graph import Graph as PysalGraph
from scipy.stats import false_discovery_control, norm, pearson3, skew

from gridloom_analytics.running import run


@pytest.fixture(scope="module")
def tracts(cities: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tracts with the number of requests per km², written as a plain layer."""
    areas = gpd.read_file(cities / "boston" / "tracts.geojson").to_crs("EPSG:26986")
    calls = pd.read_csv(cities / "boston" / "boston311_2015_slim.csv.gz", low_memory=False)
    places = gpd.points_from_xy(calls.LONGITUDE, calls.LATITUDE, crs="EPSG:4326")
    inside = areas.sindex.query(places.to_crs(areas.crs), predicate="within")[1]
    counts = np.bincount(inside, minlength=len(areas))
    path = tmp_path_factory.mktemp("boston") / "tracts.gpkg"
    areas.assign(density=counts / areas.area * 1e6).to_file(path)
    return path


def test_hot_tracts_equal_esda(tracts: Path) -> None:
    frame = gpd.read_file(tracts)
    graph = PysalGraph.build_contiguity(frame, rook=False, strict=True)
    peer = esda.G_Local(frame.density, graph, transform="B", star=True, permutations=0)
    found = run(tracts, "hotspots", {"value": "density", "permutations": 0}).primary
    np.testing.assert_allclose(found.z, peer.Zs, rtol=0, atol=1e-9)
    bent = density_skewness(frame.density.to_numpy(), graph)
    skewed = np.where(peer.Zs > 0, pearson3.sf(peer.Zs, bent), pearson3.cdf(peer.Zs, bent))
    p = np.maximum(2 * norm.sf(np.abs(peer.Zs)), np.minimum(1.0, 2 * skewed))
    np.testing.assert_allclose(found.p_fdr, false_discovery_control(p), rtol=0, atol=1e-9)


def density_skewness(values: np.ndarray, graph: PysalGraph) -> np.ndarray:
    """Skewness of a sample without replacement of a tract and its neighbours (Cochran 1977)."""
    n, k = len(values), graph.cardinalities.to_numpy() + 1
    return skew(values) * (n - 2 * k) / (n - 2) * np.sqrt((n - 1) / (k * (n - k)))
