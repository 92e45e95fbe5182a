"""Layers of files in degrees, as GeoJSON always is, in analyses that need distances."""

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest

from gridloom_analytics.running import layer_of, run
from gridloom_layers.coordinates import projected_for
from gridloom_layers.errors import BadInput

SETTINGS: dict[str, dict[str, str]] = {
    "centre": {},
    "clusters": {},
    "density": {},
    "hotspots": {},
    "isolated-or-general": {"event": "1"},
    "near-repeat": {"permutations": "99"},
    "pattern": {"simulations": "99"},
}


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """200 events around Futian, in degrees."""
    rng = np.random.default_rng(5)
    x, y = rng.normal(114.06, 0.02, 200), rng.normal(22.54, 0.02, 200)
    at = np.datetime64("2025-01-01") + rng.integers(0, 300, 200).astype("timedelta64[D]")
    frame = gpd.GeoDataFrame(
        {"reported_at": at.astype("datetime64[ms]")},
        geometry=gpd.points_from_xy(x, y),
        crs="EPSG:4326",
    )
    path = tmp_path_factory.mktemp("degrees") / "calls.geojson"
    frame.to_file(path)
    return path


@pytest.mark.parametrize("analysis", SETTINGS)
def test_following_the_advice_on_degrees_gives_an_answer(calls: Path, analysis: str) -> None:
    with pytest.raises(BadInput, match="are in degrees") as told:
        run(calls, analysis, SETTINGS[analysis])
    advice = re.search(r"Project it to (\S+) first", str(told.value.hint))
    assert advice is not None and advice[1] == "EPSG:4547"
    assert run(calls, analysis, SETTINGS[analysis], crs=advice[1]).crs == "EPSG:4547"


def test_the_layer_of_a_projected_result_is_projected_too(calls: Path) -> None:
    found = run(calls, "clusters", {}, crs="EPSG:4547")
    expected = gpd.read_file(calls).to_crs("EPSG:4547").total_bounds
    np.testing.assert_allclose(layer_of(calls, found).total_bounds, expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize(
    ("longitude", "latitude", "code"),
    [
        (114.06, 22.54, "EPSG:4547"),  # Shenzhen
        (106.55, 29.56, "EPSG:4545"),  # Chongqing: the zone of 108°E
        (121.47, 31.23, "EPSG:4549"),  # Shanghai: the zone of 120°E
        (121.56, 25.04, "EPSG:32651"),  # Taipei: outside of the zones of China's mainland
        (-71.06, 42.36, "EPSG:32619"),  # Boston
        (24.94, 60.17, "EPSG:32635"),  # Helsinki
        (151.2, -33.9, "EPSG:32756"),  # Sydney
        (180.0, 0.0, "EPSG:32660"),
    ],
)
def test_the_zone_of_a_place_is_that_of_its_country(longitude, latitude, code: str) -> None:
    assert projected_for(longitude, latitude) == code


def test_what_a_system_cannot_hold_is_told(tmp_path: Path) -> None:
    swapped = gpd.GeoDataFrame(geometry=gpd.points_from_xy([22.5] * 9, [114.0] * 9), crs=4326)
    swapped.to_file(tmp_path / "swapped.geojson")
    with pytest.raises(BadInput, match=r"that EPSG:4547 cannot hold\. Are its axes swapped"):
        run(tmp_path / "swapped.geojson", "clusters", {}, crs="EPSG:4547")


def test_a_layer_without_a_system_cannot_be_projected(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="crs"):
        gpd.GeoDataFrame(geometry=gpd.points_from_xy(range(9), range(9))).to_file(
            tmp_path / "bare.gpkg"
        )
    with pytest.raises(BadInput, match="so it cannot be projected"):
        run(tmp_path / "bare.gpkg", "clusters", {}, crs="EPSG:4547")


def test_a_workspace_keeps_its_own_system(city) -> None:
    with pytest.raises(BadInput, match=r"of its own\. Leave --crs out"):
        run(city, "hotspots", {"value": "lights"}, crs="EPSG:4326")
