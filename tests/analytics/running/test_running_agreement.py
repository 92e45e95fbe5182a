from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gridloom_analytics.running import run


@pytest.fixture(scope="module")
def chance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2,500 cells with independent, very skewed values: there is nothing to find."""
    cells = [shapely.box(x, y, x + 1, y + 1) for y in range(50) for x in range(50)]
    path = tmp_path_factory.mktemp("chance") / "cells.gpkg"
    values = np.random.default_rng(4).lognormal(sigma=2, size=len(cells))
    gpd.GeoDataFrame({"v": values}, geometry=cells, crs="EPSG:4547").to_file(path)
    return path


def warnings_of(path: Path, **settings: object) -> str:
    return " ".join(one["en"] for one in run(path, "hotspots", {"value": "v", **settings}).warnings)


def test_findings_that_permutation_does_not_bear_out_are_called_into_question(chance: Path) -> None:
    assert run(chance, "hotspots", {"value": "v"}).scalars["hot"] > 10
    assert "By permutation, which does not take sums as normal, 0 places" in warnings_of(chance)


def test_too_few_permutations_are_said_to_be(chance: Path) -> None:
    assert "999 permutations are too few" in warnings_of(chance, permutations=999)
    assert "permutations" not in warnings_of(chance, permutations=0)
