"""Rasters and charts of a result: kept, encrypted, written."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio

from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.raster import Raster
from gridloom_analytics.result import Result
from gridloom_analytics.running import keep, kept, layer_of, run
from gridloom_desktop.publishing.export import export_result, release_answer
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore

CELLS = np.array([[1, 2, 3], [4, np.nan, 6]], dtype=np.float32)


@pytest.fixture
def result(city: FolderStore) -> Result:
    """A result with a raster and a chart."""
    found = run(city, "hotspots", {"value": "lights", "permutations": 0})
    text = {"zh": "值", "en": "value"}
    series = (Series(column="z", title=text),)
    chart = Chart(kind="points", title=text, x="value", x_title=text, y_title=text, series=series)
    raster = Raster(CELLS, 500_000.0, 2_500_000.0, 25.0, "EPSG:4547")
    return replace(found, rasters={"density": raster}, charts={"scatter": chart})


def test_a_kept_result_has_the_same_raster_and_chart(city: FolderStore, result: Result) -> None:
    keep(city, "warm", result)
    again = kept(city, "warm")
    assert again.charts == result.charts
    assert np.array_equal(again.rasters["density"].values, CELLS, equal_nan=True)
    assert again.rasters["density"].north == 2_500_000.0


def test_a_raster_is_written_as_geotiff(city: FolderStore, result: Result, tmp_path: Path) -> None:
    export_result(result, layer_of(city, result), tmp_path / "d.tif", city)
    with rasterio.open(tmp_path / "d.tif") as file:
        assert file.crs.to_epsg() == 4547
        assert file.xy(0, 0) == (500_012.5, 2_499_987.5)
        assert np.array_equal(file.read(1), CELLS, equal_nan=True)


def test_a_result_without_a_raster_cannot_be_one(city: FolderStore, result, tmp_path: Path) -> None:
    bare = replace(result, rasters={})
    with pytest.raises(BadInput, match="has no raster"):
        export_result(bare, layer_of(city, bare), tmp_path / "d.tif", city)
    assert not list(tmp_path.glob("d.tif*"))


def test_a_raster_over_few_persons_is_withheld(result: Result) -> None:
    few = replace(result, persons=result.primary[["value"]].mul(0).fillna(0).astype(int))
    few.persons.iloc[0] = 3
    assert release_answer(few).rasters == {}


def test_all_rasters_are_bands_of_one_file(city: FolderStore, result: Result, tmp_path) -> None:
    first = result.rasters["density"]
    both = replace(result, rasters={"risk": first, "p": replace(first, values=CELLS / 10)})
    report = export_result(both, layer_of(city, both), tmp_path / "a.tif", city)
    with rasterio.open(report.file) as written:
        assert written.descriptions == ("risk", "p")
        assert np.array_equal(written.read(2), CELLS / 10, equal_nan=True)
    assert str(report.holds) == "risk, p, 3 × 2 cells of 25 m"
