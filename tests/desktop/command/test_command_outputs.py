"""What an analysis can be written to is said before it runs, and told by “gridloom analyses”."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from gridloom_analytics import running


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with five areas."""
    path = tmp_path / "areas.gpkg"
    squares = [shapely.box(x, 0, x + 1, 1) for x in range(5)]
    frame = gpd.GeoDataFrame({"shops": [1, 2, 3, 5, 9]}, geometry=squares, crs="EPSG:4547")
    frame.to_file(path, driver="GPKG")
    return path


@pytest.fixture(autouse=True)
def never_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test fail where an analysis is run."""

    def run(*_: object, **__: object) -> None:
        raise AssertionError("it ran")

    monkeypatch.setattr(running, "run", run)


def test_a_raster_that_an_analysis_has_not_is_refused_before_it_runs(
    gridloom, file: Path, tmp_path: Path
) -> None:
    said = gridloom("run", file, "distribution", "--set", "value=shops",
                    "--out", tmp_path / "a.tif")  # fmt: skip
    assert said.exit == 2
    assert "gives no raster" in said.err
    assert ".gpkg, .parquet, .csv, .png, .svg, .pdf" in said.err


def test_a_chart_of_other_settings_is_told_with_these(gridloom, file: Path, tmp_path: Path) -> None:
    said = gridloom("run", file, "centre", "--out", tmp_path / "a.png")
    assert said.exit == 2
    assert "There is one with time=…, without “by”" in said.err


def test_a_folder_that_is_not_there_is_told_before_the_run(gridloom, file: Path, tmp_path) -> None:
    said = gridloom("run", file, "neighbours", "--out", tmp_path / "nowhere" / "a.gpkg")
    assert said.exit == 2
    assert "nowhere” does not exist" in said.err


def test_a_folder_in_place_of_a_file_is_told_before_the_run(gridloom, file: Path, tmp_path) -> None:
    (tmp_path / "a.gpkg").mkdir()
    said = gridloom("run", file, "neighbours", "--out", tmp_path / "a.gpkg")
    assert said.exit == 2
    assert "is a folder" in said.err


def test_a_file_that_is_open_is_told_before_the_run(
    gridloom, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "a.csv"
    taken.write_text("")

    freely = Path.open

    def locked(path: Path, *how: Any, **further: Any) -> Any:
        if path == taken:
            raise PermissionError(13, "in use")
        return freely(path, *how, **further)

    monkeypatch.setattr(Path, "open", locked)
    said = gridloom("run", file, "neighbours", "--out", taken)
    assert said.exit == 2
    assert "cannot be written" in said.err


def test_asking_before_a_run_leaves_nothing_behind(gridloom, file: Path, tmp_path: Path) -> None:
    said = gridloom("run", file, "neighbours", "--out", tmp_path / "a.gpkg")
    assert said.exit == 1  # it came to the run, which fails here
    assert list(tmp_path.iterdir()) == [file]


def test_an_analysis_tells_its_outputs_columns_and_an_example(gridloom) -> None:
    told = gridloom("analyses", "density").out
    assert "relative risk: density over that of the population" in told
    assert "population=…" in told
    assert "Example: gridloom run city.gridloom density --set" in told


def test_the_entry_of_an_output_keeps_its_keys(gridloom) -> None:
    outputs = gridloom("analyses", "scan", "--json").json["data"][0]["outputs"]
    kept = [{key: one[key] for key in ("name", "kind", "geometry")} for one in outputs]
    assert {"name": "llr", "kind": "scalar", "geometry": None} in kept


def test_the_formats_of_an_output_are_those_that_a_run_takes(gridloom, file, tmp_path) -> None:
    told = gridloom("analyses", "neighbours", "--json").json["data"][0]["outputs"][0]["formats"]
    run = ("run", file, "neighbours", "--out")
    exits = {one: gridloom(*run, tmp_path / f"a{one}").exit for one in [*told, ".xlsx", ".shp"]}
    came_to_the_run = dict.fromkeys(told, 1)  # which fails here
    assert exits == {**came_to_the_run, ".xlsx": 2, ".shp": 2}
