"""Further outputs of an analysis, each in a file of its own."""

import sqlite3
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import rasterio
import shapely


@pytest.fixture
def points(tmp_path: Path) -> Path:
    """A file with two crowds of 30 points each."""
    path = tmp_path / "points.gpkg"
    places = np.random.default_rng(1).normal(0, 50, (60, 2)) + np.repeat([[0, 0], [5000, 0]], 30, 0)
    places += (500_000, 2_500_000)
    frame = gpd.GeoDataFrame({"n": range(60)}, geometry=shapely.points(places), crs="EPSG:4547")
    frame.to_file(path, driver="GPKG")
    return path


def test_each_kind_of_output_goes_to_its_file(gridloom, points: Path, tmp_path: Path) -> None:
    files = {
        "hulls": tmp_path / "h.gpkg",
        "clusters": tmp_path / "t.csv",
        "sizes": tmp_path / "c.png",
    }
    also = [part for name, file in files.items() for part in ("--also", f"{name}={file}")]
    said = gridloom("run", points, "clusters", "--set", "distance=200", *also, "--json")
    told = {one["output"]: one["file"] for one in said.json["data"]["also"]}
    assert told == {name: str(file) for name, file in files.items()}
    assert len(gpd.read_file(files["hulls"])) == len(pd.read_csv(files["clusters"])) == 2
    assert files["sizes"].read_bytes()[:4] == b"\x89PNG"


def test_an_output_alone_is_that_of_the_whole_file(gridloom, points: Path, tmp_path: Path) -> None:
    whole, hulls = tmp_path / "all.gpkg", tmp_path / "h.gpkg"
    gridloom("run", points, "clusters", "--set", "distance=200", "--out", whole,
             "--also", f"hulls={hulls}")  # fmt: skip
    alone = gpd.read_file(hulls, layer="hulls")
    assert pyogrio.list_layers(hulls)[:, 0].tolist() == ["hulls", "layer_styles"]
    pd.testing.assert_frame_equal(alone, gpd.read_file(whole, layer="hulls"))


def test_one_raster_of_several_is_written_alone(gridloom, points: Path, tmp_path: Path) -> None:
    out = tmp_path / "d.tif"
    gridloom("run", points, "density", "--set", "cell=100", "--also", f"density={out}")
    with rasterio.open(out) as raster:
        assert raster.descriptions == ("density",)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("hull=h.gpkg", "no output “hull” for a file .gpkg. Use one of: clusters, hulls, course"),
        ("hulls=h.png", "no output “hulls” for a file .png. Use one of: sizes, course"),
        ("hulls=h.gif", ".gpkg"),
        ("hulls=nowhere/h.gpkg", "does not exist"),
        ("hulls", "Write it as NAME=VALUE"),
    ],
)
def test_what_cannot_be_written_is_told_before_the_run(
    gridloom, points: Path, tmp_path: Path, monkeypatch, asked: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    said = gridloom("run", points, "clusters", "--also", asked)
    assert said.exit == 2
    assert told in said.err
    assert list(tmp_path.iterdir()) == [points]


def test_an_output_of_other_settings_is_told_with_these(gridloom, points: Path, tmp_path) -> None:
    said = gridloom("run", points, "centre", "--also", f"path={tmp_path / 'p.gpkg'}")
    assert said.exit == 2
    assert "gives no output “path”. It comes with time=…" in said.err


def test_what_the_data_do_not_give_is_told_and_leaves_no_file(
    gridloom, points: Path, tmp_path: Path
) -> None:
    said = gridloom("run", points, "clusters", "--also", f"course={tmp_path / 'c.csv'}")
    assert said.exit == 0
    assert "give no output “course”" in said.out
    assert list(tmp_path.iterdir()) == [points]


def test_a_layer_may_be_called_as_a_further_output_is(gridloom, points: Path, tmp_path) -> None:
    named, out = tmp_path / "named.gpkg", tmp_path / "out.gpkg"
    gpd.read_file(points).to_file(named, layer="Clusters")
    gridloom("run", named, "clusters", "--set", "distance=200", "--out", out)
    assert {"Clusters", "clusters 2"} <= set(pyogrio.list_layers(out)[:, 0])
    assert len(gpd.read_file(out, layer="Clusters")) == 60
    assert len(pyogrio.read_dataframe(out, layer="clusters 2", read_geometry=False)) == 2


def test_a_raster_comes_with_its_style_for_qgis(gridloom, points: Path, tmp_path: Path) -> None:
    said = gridloom("run", points, "density", "--set", "cell=100", "--lang", "zh",
                    "--also", f"density={tmp_path / 'd.tif'}", "--json")  # fmt: skip
    (report,) = said.json["data"]["also"]
    items = ET.fromstring(report["style"]).iter("item")  # noqa: S314 - our own
    uppers = [float(one.get("value", "nan")) for one in items]
    with rasterio.open(tmp_path / "d.tif") as raster:
        highest = float(np.nanmax(raster.read(1)))
    assert uppers == sorted(uppers)
    assert uppers[-1] == pytest.approx(highest)


def test_times_are_as_the_standard_of_geopackages_has_them(gridloom, tmp_path: Path) -> None:
    file, out = tmp_path / "calls.gpkg", tmp_path / "out.gpkg"
    places = shapely.points([(500_000 + 90 * x, 2_500_000 + x * x) for x in range(30)])
    times = pd.date_range("2024-03-01", periods=30)
    gpd.GeoDataFrame({"at": times}, geometry=places, crs="EPSG:4547").to_file(file)
    gridloom("run", file, "neighbours", "--out", out)
    with closing(sqlite3.connect(out)) as database:
        (changed,) = database.execute("SELECT last_change FROM gpkg_contents").fetchone()
        (first,) = database.execute("SELECT min(at) FROM calls").fetchone()
    assert (changed[10:], first) == ("T00:00:00.000Z", "2024-03-01T00:00:00.000Z")
