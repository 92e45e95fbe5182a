"""Further layers, conditions and lists of names among the parameters of an analysis."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.analyses import hotspots
from gridloom_analytics.analysis import Inputs, Names, Parameters, names_text, option
from gridloom_analytics.answers.moments import days
from gridloom_analytics.answers.places import placed, study_area
from gridloom_analytics.preparing.gathering import gather
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore


class TwoLayers(Parameters):
    """Columns of the layer, and a column of another one."""

    values: Names = option("field", tr("Value"), of="layer", default=())
    area: str | None = option("layer", tr("Value"), geometry="area", level="coarsest", default=None)
    other: str | None = option("field", tr("Value"), of="area", default=None)
    where: str | None = option("expression", tr("Value"), of="layer", default=None)


ANALYSIS = replace(hotspots.ANALYSIS, parameters=TwoLayers)


def gathered(target: Path | FolderStore, layer: str | None = None, **settings: object) -> Inputs:
    return gather(target, ANALYSIS, TwoLayers.model_validate(settings), layer, Progress())


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A file with points in EPSG:4547, and beside it one with areas in degrees."""
    points = gpd.points_from_xy([500_100, 500_900], [2_500_100, 2_500_900])
    frame = gpd.GeoDataFrame({"at": ["2025-01-01", "2025-01-02T12:00"]}, geometry=points)
    frame.set_crs("EPSG:4547").to_file(tmp_path / "points.gpkg")
    square = gpd.GeoSeries([shapely.box(5e5, 25e5, 501e3, 2501e3)], crs="EPSG:4547")
    square.to_frame("geometry").assign(v=1.0).to_crs(4326).to_file(tmp_path / "areas.gpkg")
    return tmp_path / "points.gpkg"


def test_a_further_layer_comes_in_the_coordinates_of_the_first(two: Path) -> None:
    inputs = gathered(two, area=f"{two.parent / 'areas.gpkg'}|layername=areas")
    area, said = study_area(inputs, placed(inputs).points, "area")
    assert area.area == pytest.approx(1e6, rel=1e-6)
    assert "that of “areas”" in str(said)


def test_without_a_study_area_it_is_the_hull_of_the_points(two: Path) -> None:
    inputs = gathered(two)
    assert inputs.layers == {}
    assert "convex hull" in str(study_area(inputs, placed(inputs).points, "area")[1])


def test_a_workspace_gives_its_coarsest_level_where_none_is_named(city: FolderStore) -> None:
    assert gathered(city).layers["area"].name == "grid"


def test_a_measure_is_attached_to_the_layer_that_it_was_asked_of(city: FolderStore) -> None:
    inputs = gathered(city, other="count(person)")
    assert "count(person)" in inputs.layers["area"].layer
    assert "count(person)" not in inputs.layer


def test_a_condition_selects_rows(city: FolderStore) -> None:
    assert gathered(city, where="code < '003'").layer.index.tolist() == [1, 2, 3]


def test_a_condition_that_no_row_meets_is_told(city: FolderStore) -> None:
    with pytest.raises(BadInput, match="No row of “grid” meets the condition"):
        gathered(city, where="code < '0'")


def test_a_condition_selects_rows_of_a_file(two: Path) -> None:
    frame = gathered(two).layer
    first = frame["at"].iloc[0]
    found = gathered(two, where=f"AT = '{first}'").layer
    assert found.index.tolist() == frame.index[frame["at"] == first].tolist()


@pytest.mark.parametrize("where", ["true", "1 = 1", "not false", "'a' not like 'b%'"])
def test_a_condition_that_asks_no_column_and_holds_takes_all_rows(two: Path, where: str) -> None:
    assert gathered(two, where=where).layer.index.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("at < '1900-01-01'", "No row of “.*” meets the condition"),
        ("false", "No row of “.*” meets the condition"),
        ("1 > 2", "No row of “.*” meets the condition"),
        ("nothing = 1", "has no field “nothing”"),
        ("$area > 3", "cannot be understood"),
    ],
)
def test_a_condition_that_does_not_suit_a_file_is_told(two: Path, where: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        gathered(two, where=where)


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("a, b", ("a", "b")),
        ("count(person where age in (1, 2)) / count(room), b",
         ("count(person where age in (1, 2)) / count(room)", "b")),
        ("count(person where name = 'a,b')", ("count(person where name = 'a,b')",)),
        ("events per 1,000 residents, b", ("events per 1,000 residents", "b")),
        ('["a,b", "it\'s (c", "[d]"]', ("a,b", "it's (c", "[d]")),
        ("[a], b", ("[a]", "b")),
    ],
)  # fmt: skip
def test_names_are_parted_at_commas_outside_brackets(given: str, names: tuple) -> None:
    assert TwoLayers.model_validate({"values": given}).values == names


@given(st.lists(st.text("a,(['\" 1)]", min_size=1), min_size=1))
def test_names_that_are_written_are_read_as_they_were(names: list[str]) -> None:
    assert TwoLayers.model_validate({"values": names_text(names)}).values == tuple(names)


def test_texts_of_days_and_times_are_days_since_1970(two: Path) -> None:
    found = days(gathered(two), "at")
    assert np.array_equal(found, [20089.0, 20090.5])


def test_a_column_of_numbers_is_no_time(city: FolderStore) -> None:
    with pytest.raises(BadInput, match="does not hold days or times"):
        days(gathered(city), "lights")


@pytest.mark.parametrize("zone", ["+08:00", "+0800", "Z", ".500+08:00", ""])
def test_an_event_stays_on_the_day_that_its_clock_showed(two: Path, zone: str) -> None:
    inputs = gathered(two)
    layer = inputs.layer.assign(at=[f"2025-01-01T03:00:00{zone}", None])
    found = days(replace(inputs, layer=layer), "at")
    assert np.floor(found[0]) == 20089
    assert np.isnan(found[1])


def test_a_column_of_times_with_a_zone_keeps_its_days(two: Path) -> None:
    inputs = gathered(two)
    at = pd.to_datetime(["2025-01-01T03:00", "2025-01-02T00:00"]).tz_localize("Asia/Shanghai")
    found = days(replace(inputs, layer=inputs.layer.assign(at=at)), "at")
    assert np.array_equal(found, [20089.125, 20090.0])
