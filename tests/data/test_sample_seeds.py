"""The committed seeds, against an independent source and their own make."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import geopandas
import pandas as pd
import pytest
import shapely

from gridloom_sample import seeds
from gridloom_sample.territory.districts import ten_districts

ROOT = Path(__file__).resolve().parents[2]
REAL_BORDERS = ["罗湖", "福田", "南山", "龙岗", "盐田", "龙华", "坪山", "大鹏"]


@pytest.fixture(scope="module")
def extraction() -> ModuleType:
    spec = importlib.util.spec_from_file_location("extract_seeds", ROOT / "data/extract_seeds.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def overlap(cities: Path) -> dict[str, float]:
    """Intersection over union of each district with an independent boundary in WGS84."""
    real = geopandas.read_file(cities / "shenzhen/districts_wgs84.geojson").to_crs(4547)
    table = seeds.districts()
    found = {}
    for name, ours in zip(table["name"], ten_districts(table), strict=True):
        theirs = real.geometry[[name.startswith(short) for short in real["qh"]]].iloc[0]
        found[name[:2]] = ours.intersection(theirs).area / ours.union(theirs).area
    return found


@pytest.mark.parametrize("name", REAL_BORDERS)
def test_a_district_lies_where_it_lies_in_life(overlap: dict[str, float], name: str) -> None:
    assert overlap[name] > 0.955


@pytest.mark.parametrize(("name", "least"), [("宝安", 0.9), ("光明", 0.8)])
def test_the_made_up_border_of_guangming_lies_about_where_it_does(
    overlap: dict[str, float], name: str, least: float
) -> None:
    assert overlap[name] > least


def test_seats_lie_on_their_side_of_the_made_up_border() -> None:
    table, streets = seeds.districts(), seeds.streets()
    streets = streets[streets["district_code"].isin(["440306", "440311"])]
    own = pd.Index(table["code"]).get_indexer(pd.Index(streets["district_code"]))
    seats = shapely.points(streets[["x", "y"]].to_numpy())
    apart = shapely.distance(ten_districts(table)[own], seats)
    assert streets["name"][apart > 0].tolist() == []


def test_every_boundary_of_the_source_is_invalid() -> None:
    assert [shapely.is_valid(item.geometry) for item in seeds.boundaries()] == [False] * 8


def test_the_boundaries_are_those_of_the_package(cities: Path) -> None:
    text = (cities / "shenzhen/districts_gcj02.geojson").read_text(encoding="utf-8")
    theirs = {
        feature["id"]: feature["geometry"]["coordinates"]
        for feature in json.loads(text)["features"]
    }
    text = (ROOT / "data/gridloom_data/shenzhen/districts_gcj02.geojson").read_text("utf-8")
    ours = {
        feature["properties"]["code"]: feature["geometry"]["coordinates"]
        for feature in json.loads(text)["features"]
    }
    assert ours == theirs


def test_there_are_79_streets_and_788_communities() -> None:
    assert (len(seeds.streets()), len(seeds.communities())) == (79, 788)


def test_three_streets_of_longgang_belong_to_dapeng() -> None:
    streets = seeds.streets()
    found = streets.loc[streets["district_code"] == seeds.DAPENG, "name"].tolist()
    assert found == ["葵涌街道", "大鹏街道", "南澳街道"]


def test_a_ring_is_decoded_from_its_deltas(extraction: ModuleType) -> None:
    assert extraction.decode_ring("@AA@", [1024, 2048]) == [
        [1.0, 2.0 - 1 / 1024],
        [1 - 1 / 1024, 2.0 - 1 / 1024],
    ]
