"""One p-value makes the findings, whatever the values are like: no note says otherwise."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from scipy.stats import false_discovery_control

from gridloom_analytics.result import Result
from gridloom_analytics.running import run


@pytest.fixture(scope="module")
def chance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2,500 cells with independent, very skewed values: there is nothing to find."""
    cells = [shapely.box(x, y, x + 1, y + 1) for y in range(50) for x in range(50)]
    path = tmp_path_factory.mktemp("chance") / "cells.gpkg"
    values = np.random.default_rng(4).lognormal(sigma=2, size=len(cells))
    gpd.GeoDataFrame({"v": values}, geometry=cells, crs="EPSG:4547").to_file(path)
    return path


def found(path: Path, analysis: str = "hotspots", **settings: object) -> Result:
    return run(path, analysis, {"value": "v", **settings})


@pytest.mark.parametrize("permutations", [0, 99, 9_999])
@pytest.mark.parametrize("star", [True, False])
def test_skewed_values_of_chance_have_no_hot_spots(chance, permutations: int, star: bool) -> None:
    one = found(chance, permutations=permutations, star=star)
    assert one.scalars["hot"] == one.scalars["cold"] == 0
    normal = 2 * (1 - 0.9999683)  # z of 4
    assert (one.primary.z > 4).any()
    assert (one.primary.p[one.primary.z > 4] > normal).all()


@pytest.mark.parametrize("permutations", [0, 9_999])
def test_skewed_values_of_chance_have_no_outliers(chance: Path, permutations: int) -> None:
    one = found(chance, "outliers", permutations=permutations)
    assert one.scalars["not-significant"] == 2_500


@pytest.mark.parametrize("star", [True, False])
def test_findings_follow_p_sim_and_p_only_in_its_far_tail(chance: Path, star: bool) -> None:
    one = found(chance, permutations=999, star=star).primary
    rare = one.p_sim < 21.5 / 1_000
    deciding = np.where(rare, np.minimum(one.p, one.p_sim), one.p_sim)
    np.testing.assert_allclose(one.p_fdr, false_discovery_control(deciding), rtol=1e-12)


def test_the_sentence_says_which_p_decides_and_nothing_contradicts_it(chance: Path) -> None:
    assert "p by permutation, corrected" in found(chance, permutations=999).summary["en"]
    assert "p allows for skewed values" in found(chance, permutations=0).summary["en"]
    for draws in (0, 99, 9_999):
        assert not any("ermutation" in w["en"] for w in found(chance, permutations=draws).warnings)
