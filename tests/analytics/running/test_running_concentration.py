from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from scipy.spatial.distance import cityblock
from scipy.stats import entropy

from gridloom_analytics.running import run
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore

HALVES = [
    shapely.box(0, 0, 2000, 4000),
    shapely.box(2000, 0, 4000, 4000),
]


@pytest.fixture
def halves(tmp_path: Path) -> str:
    """A file with the west and the east half of the small city."""
    path = tmp_path / "halves.gpkg"
    frame = gpd.GeoDataFrame({"name": ["west", "east"]}, geometry=HALVES, crs="EPSG:4547")
    frame.to_file(path, driver="GPKG")
    return str(path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Four areas, a row without a value, one where nobody lives."""
    frame = gpd.GeoDataFrame(
        {
            "shops": [1.0, 3, 0, 4, None, 9],
            "people": [10, 10, 20, 40, 10, 0],
            "others": [9.0, 1, 5, 5, 3, 3],
            "town": ["a", "a", "b", "b", "b", "b"],
            "odd": [-1.0, 2, 3, 4, 5, 6],
            "none": [0.0] * 6,
        },
        geometry=[shapely.box(x, 0, x + 1, 1) for x in range(6)],
        crs="EPSG:4547",
    )
    path = tmp_path / "areas.gpkg"
    frame.to_file(path, driver="GPKG")
    return path


def test_shares_and_location_quotients_worked_out_by_hand(file: Path) -> None:
    found = run(file, "concentration", {"value": "shops", "against": "people"}).primary
    assert found["share"].tolist()[:4] == [12.5, 37.5, 0, 50]
    assert found["quotient"].tolist()[:4] == pytest.approx([1, 3, 0, 1])
    assert found.iloc[4:].isna().all(axis=None)


def test_rows_that_take_no_part_are_told(file: Path) -> None:
    said = run(file, "concentration", {"value": "shops", "against": "people"}).warnings
    texts = " ".join(one["en"] for one in said)
    assert "1 row without a value" in texts
    assert "1 row has 0 in “people”" in texts


def test_theil_is_parted_by_a_column(file: Path) -> None:
    settings = {"value": "shops", "against": "people", "groups": "town"}
    found = run(file, "concentration", settings).scalars
    assert found["theil"] == pytest.approx(entropy([1, 3, 0, 4], [10, 10, 20, 40]))
    assert found["theil_between"] == pytest.approx(entropy([4, 4], [20, 60]))
    parts = found["theil_between"] + found["theil_within"]
    assert parts == pytest.approx(found["theil"], abs=1e-12)


def test_contributions_add_up_to_theil_and_dissimilarity(file: Path) -> None:
    found = run(file, "concentration", {"value": "shops", "other": "others"})
    for name in ("theil", "dissimilarity"):
        assert found.primary[name].sum() == pytest.approx(found.scalars[name], abs=1e-12)


def test_wider_areas_of_another_layer_are_found_by_place(city: FolderStore, halves: str) -> None:
    found = run(city, "concentration", {"value": "count(person)", "within": halves})
    table = found.tables["groups"].set_index("group")
    assert table.loc["west", "value"] == 8 * (2 * 40 + 2 * 60)
    assert table["areas"].tolist() == [32, 32]
    assert found.scalars["theil_between"] == pytest.approx(0, abs=1e-12)


def test_the_lorenz_chart_draws_the_table_that_is_there(city: FolderStore) -> None:
    found = run(city, "concentration", {"value": "count(person)"})
    chart, table = found.charts["lorenz"], found.tables["lorenz"]
    assert chart.diagonal
    assert {chart.x, chart.series[0].column} == set(table.columns)
    assert table.iloc[[0, -1]].to_numpy().tolist() == [[0, 0], [1, 1]]


def test_the_sentence_tells_the_half_of_the_total(city: FolderStore) -> None:
    said = run(city, "concentration", {"value": "count(person)"}).summary
    assert "Half of the total is in 41.7 % of the areas." in said["en"]
    assert "总量的一半集中在 41.7% 的区域" in said["zh"]


def test_two_groups_that_live_apart_are_told_so(city: FolderStore) -> None:
    women, men = (f"count(person where sex = '{sex}')" for sex in "FM")
    found = run(city, "concentration", {"value": women, "other": men})
    x, y = (run(city, "distribution", {"value": one}).primary["value"] for one in (women, men))
    assert found.scalars["dissimilarity"] == pytest.approx(cityblock(x / x.sum(), y / y.sum()) / 2)
    assert found.scalars["isolation"] > found.scalars["share_of_both"]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"value": "odd"}, "negative-values"),
        ({"value": "none"}, "nothing-to-share"),
        ({"value": "shops", "against": "none"}, "too-few-rows"),
        ({"value": "shops", "groups": "nix"}, "unknown-column"),
        ({"value": "town"}, "not-numeric"),
    ],
)
def test_what_cannot_be_shared_out_is_told(file: Path, settings: dict, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        run(file, "concentration", settings)
    assert caught.value.code == code


def test_two_ways_to_say_the_wider_areas_are_refused(city: FolderStore, halves: str) -> None:
    with pytest.raises(BadInput) as caught:
        run(city, "concentration", {"value": "flat", "groups": "code", "within": halves})
    assert caught.value.code == "two-groupings"


def test_the_same_answer_comes_out_twice(city: FolderStore) -> None:
    one, two = (run(city, "concentration", {"value": "count(person)"}) for _ in range(2))
    assert np.array_equal(one.primary.to_numpy(), two.primary.to_numpy())
    assert one.scalars == two.scalars
