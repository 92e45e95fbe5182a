"""The clusters of events that are planted in the sample city stand out from its other events."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from gridloom_analytics.analyses.clusters import ClusterParameters
from gridloom_analytics.analyses.density import DensityParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.clusters.answer import clusters
from gridloom_analytics.answers.density.answer import density
from gridloom_layers.progress import Progress

CRS = "EPSG:4547"


@pytest.fixture(scope="module")
def events(table: Callable[[str], pd.DataFrame]) -> gpd.GeoDataFrame:
    found = table("event").dropna(how="all").drop_duplicates("案件编号")
    x, y = (found[name].astype(float) for name in ("X坐标", "Y坐标"))
    placed = gpd.GeoDataFrame(found, geometry=gpd.points_from_xy(x, y), crs=CRS)[x > 0]
    return placed.assign(community=placed["所属网格"].str[:12])


def of_kind(events: gpd.GeoDataFrame, planted: dict[str, Any]) -> tuple[Inputs, np.ndarray]:
    """Return the events of a planted kind, and which of them lie where it was planted."""
    ours = events[events["事件小类"] == planted["kind"]]
    inside = ours.community.isin([one["code"] for one in planted["communities"]])
    return Inputs("event", gpd.GeoDataFrame(ours), CRS), inside.to_numpy()


@pytest.mark.parametrize("which", [0, 1, 2])
def test_the_largest_cluster_is_a_planted_one(events, truth: dict[str, Any], which: int) -> None:
    inputs, inside = of_kind(events, truth["planted"]["hot_clusters"][which])
    found = clusters(inputs, ClusterParameters(), 0, Progress())
    cluster = found.primary.cluster.to_numpy()
    assert inside[cluster == 1].mean() > 0.85
    assert (cluster[inside] > 0).mean() > 0.95


@pytest.mark.parametrize("which", [0, 1, 2])
def test_the_risk_is_high_where_a_cluster_was_planted(events, truth, which: int) -> None:
    inputs, inside = of_kind(events, truth["planted"]["hot_clusters"][which])
    asked = replace(inputs, layers={"population": Inputs("all", events, CRS)})
    parameters = DensityParameters(population="all", bandwidth=3_000.0)
    found = density(asked, parameters, 0, Progress()).primary
    assert found.risk[inside].median() > 3 * found.risk[~inside].median()
    assert (found.p[inside] < 0.05).mean() > 0.9
