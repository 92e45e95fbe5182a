import warnings
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from gridloom_analytics.running import run
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore


def write(path: Path, shapes, crs: str | None = None) -> None:
    """Write shapes with a column ``v`` that counts them."""
    frame = gpd.GeoDataFrame({"v": range(len(shapes))}, geometry=list(shapes), crs=crs)
    with warnings.catch_warnings(action="ignore", category=UserWarning):  # no CRS: meant so
        frame.to_file(path)


@pytest.mark.parametrize(
    ("analysis", "settings", "code"),
    [
        ("hotspot", {}, "unknown-analysis"),
        ("hotspots", {}, "missing-parameter"),
        ("hotspots", {"value": "lights", "radius": "5"}, "unknown-parameter"),
        ("hotspots", {"value": "lights", "k": "0"}, "bad-parameter"),
        ("hotspots", {"value": "lights", "k": "many"}, "bad-parameter"),
        ("hotspots", {"value": "lights", "neighbours": "bishop"}, "bad-parameter"),
        ("hotspots", {"value": "darkness"}, "unknown-column"),
        ("hotspots", {"value": "name"}, "not-numeric"),
        ("hotspots", {"value": "flat"}, "constant-values"),
        ("hotspots", {"value": "unknown"}, "all-missing"),
        ("distribution", {"value": "unknown"}, "all-missing"),
        ("hotspots", {"value": "lights", "neighbours": "knn", "k": "63"}, "too-few-rows"),
        ("hotspots", {"value": "lights", "neighbours": "distance", "distance": "9"},
         "no-neighbours"),
        ("hotspots", {"value": "lights", "neighbours": "distance", "distance": "1e7"},
         "no-neighbours"),
    ],
)  # fmt: skip
def test_bad_settings_are_told(city: FolderStore, analysis: str, settings: dict, code: str) -> None:
    with pytest.raises(BadInput) as told:
        run(city, analysis, settings)
    assert told.value.code == code
    assert told.value.hint is not None


def test_a_parameter_out_of_range_names_its_range(city: FolderStore) -> None:
    with pytest.raises(BadInput, match=r"“0” cannot be “k” .*≥ 1, ≤ 200"):
        run(city, "hotspots", {"value": "lights", "k": "0"})


def test_a_refusal_can_be_read_in_either_language(city: FolderStore) -> None:
    with pytest.raises(BadInput) as told:
        run(city, "hotspots", {"value": "lights", "k": "0"})
    assert "最近邻个数" in told.value.to_json("zh")["message"]
    assert "Number of nearest neighbours" in told.value.to_json("en")["message"]


def test_a_negative_seed_is_told(city: FolderStore) -> None:
    with pytest.raises(BadInput, match="seed -1 is negative"):
        run(city, "hotspots", {"value": "lights"}, seed=-1)


@pytest.mark.parametrize("crs", [None, "EPSG:4326"])
@pytest.mark.parametrize("neighbours", ["knn", "distance"])
def test_distances_need_a_projected_system(tmp_path: Path, crs, neighbours: str) -> None:
    cells = [shapely.box(x, 0, x + 1, 1) for x in range(5)]
    path = tmp_path / "cells.gpkg"
    write(path, cells, crs)
    with pytest.raises(BadInput, match="Distances cannot be measured"):
        run(path, "hotspots", {"value": "v", "neighbours": neighbours, "k": 2})
    assert run(path, "hotspots", {"value": "v"}).primary.z.notna().all()


def test_points_do_not_touch(tmp_path: Path) -> None:
    path = tmp_path / "points.gpkg"
    write(path, gpd.points_from_xy(range(12), range(12)), "EPSG:4547")
    with pytest.raises(BadInput, match="Only areas touch"):
        run(path, "hotspots", {"value": "v", "neighbours": "queen"})
    notes = run(path, "hotspots", {"value": "v"}).method.notes
    assert any("8 nearest" in note["en"] for note in notes)


def test_areas_that_do_not_touch_have_no_neighbours(tmp_path: Path) -> None:
    path = tmp_path / "apart.gpkg"
    cells = [shapely.box(3 * x, 0, 3 * x + 1, 1) for x in range(5)]
    write(path, cells)
    with pytest.raises(BadInput, match="No two areas touch"):
        run(path, "hotspots", {"value": "v"})


def test_areas_that_do_not_touch_have_their_nearest_where_distances_are_known(
    tmp_path: Path,
) -> None:
    path = tmp_path / "buildings.gpkg"
    write(path, [shapely.box(3 * x, 0, 3 * x + 1, 1) for x in range(12)], "EPSG:4547")
    notes = run(path, "hotspots", {"value": "v", "permutations": 0}).method.notes
    assert any("8 nearest" in note["en"] for note in notes)


def test_islands_are_flagged_and_not_called_insignificant(tmp_path: Path) -> None:
    path = tmp_path / "island.gpkg"
    cells = [shapely.box(x, 0, x + 1, 1) for x in (0, 1, 2, 3, 4, 99)]
    write(path, cells)
    found = run(path, "hotspots", {"value": "v", "permutations": 99})
    alone = found.primary.loc[6]
    assert alone.island
    assert alone[["z", "p", "p_fdr", "p_bonferroni", "p_sim", "bin"]].isna().all()
    assert any("1 place has no neighbour" in warning["en"] for warning in found.warnings)


@pytest.mark.parametrize("name", ["trap.shp", "trap.gpkg"])
def test_a_source_that_is_really_a_vrt_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>")
    with pytest.raises(BadInput):
        run(path, "hotspots", {"value": "v"})


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no file"):
        run(tmp_path / "none.gpkg", "hotspots", {"value": "v"})
