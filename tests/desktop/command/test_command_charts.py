"""Charts by the command: of a file and of a workspace, in the language that was asked for."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from PIL import Image


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with five areas."""
    path = tmp_path / "五个 areas.gpkg"
    squares = [shapely.box(x, 0, x + 1, 1) for x in range(5)]
    frame = gpd.GeoDataFrame({"shops": [1, 2, 3, 5, 9]}, geometry=squares, crs="EPSG:4547")
    frame.to_file(path, driver="GPKG")
    return path


def test_charts_are_written_where_a_picture_is_asked_for(gridloom, file: Path, tmp_path) -> None:
    out = tmp_path / "lorenz.png"
    said = gridloom("run", file, "concentration", "--set", "value=shops", "--out", out, "--json")
    assert said.exit == 0
    assert said.json["data"]["file"]["file"] == str(out)
    assert Image.open(out).size == (2338, 1653)


def test_a_chart_speaks_the_language_that_was_asked_for(gridloom, file: Path, tmp_path) -> None:
    for language in ("zh", "en"):
        out = tmp_path / f"{language}.svg"
        gridloom("run", file, "concentration", "--set", "value=shops", "--out", out,
                 "--lang", language)  # fmt: skip
    assert "<dc:title>集中度</dc:title>" in (tmp_path / "zh.svg").read_text(encoding="utf-8")
    assert "<dc:title>Concentration</dc:title>" in (tmp_path / "en.svg").read_text(encoding="utf-8")


def test_an_ending_that_is_none_is_told_with_those_that_are(gridloom, file: Path, tmp_path) -> None:
    said = gridloom("run", file, "concentration", "--set", "value=shops",
                    "--out", tmp_path / "a.gif")  # fmt: skip
    assert said.exit == 2
    assert ".gpkg" in said.err
    assert ".svg" in said.err


def test_an_answer_without_a_chart_says_so(gridloom, file: Path, tmp_path) -> None:
    said = gridloom("run", file, "apportion", "--set", f"source={file}", "--set", "counts=shops",
                    "--out", tmp_path / "a.png")  # fmt: skip
    assert said.exit == 2
    assert "no chart to draw" in said.err
