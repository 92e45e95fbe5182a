"""Who is next to whom, and the kinds of neighbours, through the same call as the command."""

import warnings
from pathlib import Path
from typing import Any

import geopandas as gpd
import libpysal
import numpy as np
import pandas as pd
import pytest
import shapely
from esda import Moran_Local
from libpysal.weights import Kernel, fill_diagonal

from gridloom_analytics.answers import neighbours as answer
from gridloom_analytics.running import keep, kept, run
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore


@pytest.fixture(scope="module")
def columbus() -> Path:
    return Path(libpysal.examples.get_path("columbus.shp"))


@pytest.fixture(scope="module")
def spdep() -> pd.DataFrame:
    return pd.read_csv(Path(__file__).parents[1] / "oracles" / "graphs.csv")


def layer(folder: Path, shapes: Any, crs: str | None = "EPSG:4547", **columns: Any) -> Path:
    """Write a layer with a column ``v`` of chance values."""
    values = np.random.default_rng(0).normal(size=len(shapes))
    frame = gpd.GeoDataFrame({"v": values, **columns}, geometry=list(shapes), crs=crs)
    with warnings.catch_warnings(action="ignore", category=UserWarning):  # no CRS: meant so
        frame.to_file(folder / "layer.gpkg")
    return folder / "layer.gpkg"


def points(*places: tuple[float, float]) -> list[shapely.Point]:
    return [shapely.Point(*place) for place in places]


def scattered(n: int, seed: int = 1) -> list[shapely.Point]:
    return points(*np.random.default_rng(seed).uniform(0, 1000, size=(n, 2)))


def cells(*xs: float) -> list[shapely.Polygon]:
    return [shapely.box(x, 0, x + 1, 1) for x in xs]


def warned(path: Path, analysis: str = "neighbours", **settings: object) -> str:
    return " ".join(one["en"] for one in run(path, analysis, settings).warnings)


@pytest.mark.parametrize(("kind", "links"), [("queen", 236), ("rook", 200)])
def test_columbus_has_the_links_of_spdep(
    columbus: Path, spdep: pd.DataFrame, kind: str, links: int
) -> None:
    found = run(columbus, "neighbours", {"neighbours": kind})
    assert found.primary.neighbour_count.tolist() == spdep[kind].tolist()
    assert found.scalars["links"] == links == spdep[kind].sum()


def test_without_a_projected_system_there_are_no_distances_but_neighbours(columbus: Path) -> None:
    found = run(columbus, "neighbours", {})
    assert found.primary[["mean_distance", "nearest_distance"]].isna().all(axis=None)
    assert found.scalars["nearest_longest"] is None
    assert found.summary["en"] == (
        "49 places have 4.816 neighbours each on average, from 2 to 10. All are connected."
    )


def test_distances_components_and_lines_are_those_of_the_graph(tmp_path: Path) -> None:
    path = layer(tmp_path, points((0, 0), (3, 4), (6, 8), (100, 0), (100, 7), (500, 0)))
    found = run(path, "neighbours", {"neighbours": "distance", "distance": 9})
    rows = found.primary
    assert rows.neighbour_count.tolist() == [1, 2, 1, 1, 1, 0]
    assert rows.component.tolist() == [1, 1, 1, 2, 2, 3]
    assert rows.island.tolist() == [False] * 5 + [True]
    np.testing.assert_allclose(rows.mean_distance, [5, 5, 5, 7, 7, np.nan])
    np.testing.assert_allclose(rows.nearest_distance, [5, 5, 5, 7, 7, 400])
    lines = found.shapes["links"]
    assert list(zip(lines.a, lines.b, strict=True)) == [(1, 2), (2, 3), (4, 5)]
    assert lines.mutual.all()
    assert lines.crs == "EPSG:4547"


def test_feet_are_told_in_metres(tmp_path: Path) -> None:
    found = run(layer(tmp_path, points((0, 0), (100, 0)), "EPSG:2263"), "neighbours", {"k": 1})
    np.testing.assert_allclose(found.primary.nearest_distance, 30.48, rtol=1e-5)


def test_one_way_links_are_not_mutual(tmp_path: Path) -> None:
    found = run(layer(tmp_path, points((0, 0), (1, 0), (3, 0))), "neighbours", {"k": 1})
    lines = found.shapes["links"]
    assert lines[["a", "b", "mutual"]].to_numpy().tolist() == [[1, 2, True], [2, 3, False]]
    assert "33.3 % of the links go one way only" in found.warnings[-1]["en"]


def test_islands_have_a_colour_of_their_own(tmp_path: Path) -> None:
    found = run(layer(tmp_path, cells(0, 1, 2, 3, 9)), "neighbours", {})
    style = found.style
    assert style is not None
    classes = style.classify(found.primary.neighbour_count.to_numpy(dtype=float))
    assert classes.tolist() == [1, 2, 2, 1, 0]
    assert style.classes[0].label["en"] == "none (island)"


def test_the_histogram_counts_every_place(columbus: Path) -> None:
    found = run(columbus, "neighbours", {"neighbours": "queen"})
    table, counts = found.tables["histogram"], found.primary.neighbour_count
    for _, bar in table.iterrows():
        assert bar.places == counts.between(bar.at_least, bar.at_most).sum()
    assert table.places.sum() == 49
    assert found.charts["counts"].table == "histogram"


def test_many_different_counts_share_bars(tmp_path: Path) -> None:
    dense, rest = scattered(120), points(*((2000 + 500 * i, 0) for i in range(30)))
    path = layer(tmp_path, [*dense, *rest])
    table = run(path, "neighbours", {"neighbours": "distance", "distance": 400}).tables["histogram"]
    assert len(table) <= 50
    assert table.places.sum() == 150
    assert (table.at_least.to_numpy()[1:] == table.at_most.to_numpy()[:-1] + 1).all()


def test_only_so_many_lines_are_drawn(columbus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer, "MOST_LINES", 20)
    found = run(columbus, "neighbours", {"neighbours": "queen"})
    assert len(found.shapes["links"]) == 20
    assert "Of 118 lines between neighbours, 20 are drawn" in found.warnings[-1]["en"]


def test_rows_without_a_shape_are_told_and_null(tmp_path: Path) -> None:
    found = run(layer(tmp_path, [*cells(0, 1, 2), None]), "neighbours", {})
    assert found.primary.neighbour_count.isna().tolist() == [False] * 3 + [True]
    assert "1 row without a geometry is left out" in found.warnings[0]["en"]


@pytest.mark.parametrize("kernel", ["triangular", "epanechnikov", "quartic"])
def test_kernel_hotspots_equal_spdep(tmp_path: Path, spdep: pd.DataFrame, kernel: str) -> None:
    path = layer(tmp_path, points(*zip(spdep.x, spdep.y, strict=True)), crime=spdep.CRIME)
    settings = {"value": "crime", "neighbours": "kernel", "kernel": kernel, "permutations": 0}
    found = run(path, "hotspots", settings).primary
    np.testing.assert_allclose(found.z, spdep[f"gstar_{kernel}"], rtol=0, atol=1e-9)


def test_kernel_outliers_equal_esda(tmp_path: Path) -> None:
    places = scattered(60)
    path = layer(tmp_path, places)
    settings = {"value": "v", "neighbours": "kernel", "bandwidth": "fixed", "distance": 300}
    found = run(path, "outliers", {**settings, "kernel": "quartic", "permutations": 0}).primary
    peer = Kernel(shapely.get_coordinates(places), bandwidth=300.0, function="quartic")
    peer = fill_diagonal(peer, 0.0)
    theirs = Moran_Local(gpd.read_file(path).v, peer, transformation="r", permutations=0)
    np.testing.assert_allclose(found.i, theirs.Is * 60 / 59, rtol=0, atol=1e-9)


def test_permuted_kernel_hotspots_agree_with_the_analytic_ones(tmp_path: Path) -> None:
    settings = {"value": "v", "neighbours": "kernel", "star": False, "permutations": 9999}
    found = run(layer(tmp_path, scattered(300)), "hotspots", settings).primary
    assert abs(found.p - found.p_sim).max() < 0.1


def test_a_city_knows_the_parents_of_its_areas(made_town) -> None:
    found = run(made_town.store, "neighbours", {"neighbours": "hierarchy"}, layer="grid")
    parents = made_town.frames["grid"].community_key
    siblings = parents.map(parents.value_counts()) - 1
    assert found.primary.neighbour_count.tolist() == siblings.tolist()
    assert "(community)" in found.method.notes[0]["en"]
    assert "（社区）" in found.method.notes[0]["zh"]


@pytest.mark.parametrize(
    ("codes", "level", "counts"),
    [
        (["440303001001001", "440303001001002", "440303001002001"], "community", [1, 1, 0]),
        (["44030300100101", "44030300100102", "44030300100201"], "community", [1, 1, 0]),
        (["440303001001", "440303001002", "440303002001"], "street", [1, 1, 0]),
        (["440303001", "440303002", "440304001"], "district", [1, 1, 0]),
    ],
)
def test_codes_begin_with_those_of_the_parent(tmp_path, codes, level: str, counts) -> None:
    path = layer(tmp_path, cells(0, 5, 9), 网格编码=codes)
    found = run(path, "neighbours", {"neighbours": "hierarchy"})
    assert found.primary.neighbour_count.tolist() == counts
    assert f"({level})" in found.method.notes[0]["en"]


def test_a_named_parent_goes_before_what_the_codes_say(tmp_path: Path) -> None:
    path = layer(
        tmp_path, cells(0, 5, 9, 12), community_code=list("aabb"), team=["x", "y", "x", ""]
    )
    found = run(path, "neighbours", {"neighbours": "hierarchy", "parent": "team"})
    assert found.primary.neighbour_count.tolist() == [1, 0, 1, 0]
    assert "2 places have no neighbour because no other has their parent" in warned(
        path, neighbours="hierarchy", parent="team"
    )


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"neighbours": "hierarchy"}, "no-parent"),
        ({"neighbours": "hierarchy", "parent": "nowhere"}, "unknown-column"),
        ({"neighbours": "hierarchy", "parent": "blank"}, "all-missing"),
        ({"neighbours": "hierarchy", "parent": "own"}, "no-neighbours"),
        ({"neighbours": "kernel", "k": 5}, "too-few-rows"),
        ({"neighbours": "knn", "k": 5}, "too-few-rows"),
        ({"neighbours": "kernel", "bandwidth": "fixed", "distance": 1}, "no-neighbours"),
        ({"neighbours": "queen"}, "no-neighbours"),
        ({"neighbours": "kernel", "kernel": "cosine"}, "bad-parameter"),
    ],
)
def test_what_gives_no_neighbours_is_told(tmp_path: Path, settings: dict, code: str) -> None:
    path = layer(tmp_path, cells(0, 5, 9, 30, 60), own=list("abcde"), blank=[" ", None, "", "", ""])
    with pytest.raises(BadInput) as told:
        run(path, "neighbours", settings)
    assert told.value.code == code
    assert told.value.hint is not None


def test_a_parent_of_too_many_is_refused(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("gridloom_analytics.answers.neighbourhood.MOST_LINKS", 5)
    path = layer(tmp_path, cells(0, 5, 9), team=["x"] * 3)
    with pytest.raises(BadInput, match="there would be 6 links"):
        run(path, "neighbours", {"neighbours": "hierarchy", "parent": "team"})


@pytest.mark.parametrize("crs", [None, "EPSG:4326"])
def test_kernels_need_a_projected_system(tmp_path: Path, crs: str | None) -> None:
    path = layer(tmp_path, scattered(9) if crs is None else points((1, 2), (2, 3), (3, 1)), crs)
    with pytest.raises(BadInput, match="Distances cannot be measured"):
        run(path, "neighbours", {"neighbours": "kernel", "k": 2})


def test_one_place_has_nobody_to_be_next_to(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Only 1 row has a place"):
        run(layer(tmp_path, cells(0)), "neighbours", {})


def test_a_distance_too_short_names_one_that_will_do(tmp_path: Path) -> None:
    path = layer(tmp_path, points((0, 0), (10, 0), (20, 0), (50.5, 0)))
    said = warned(path, neighbours="distance", distance=12)
    assert "12 m is too short for 1 place without a neighbour; with 31 m" in said
    assert "too short" not in warned(path, neighbours="distance", distance=31)


def test_a_pile_of_more_than_k_is_warned_about(tmp_path: Path) -> None:
    path = layer(tmp_path, points(*[(0, 0)] * 5, *((i, 9) for i in range(20))))
    assert "5 places lie at points with more than 4 others" in warned(path, k=4)
    assert "lie at points" not in warned(path, k=5)
    assert "lie at points" in warned(path, "hotspots", value="v", k=4, permutations=0)


def test_half_of_the_map_is_warned_about(tmp_path: Path) -> None:
    path = layer(tmp_path, scattered(16))
    assert "8 neighbours of 16 places are half of the map or more" in warned(path, k=8)
    assert "half of the map" not in warned(path, k=7)
    assert "half of the map" in warned(path, "outliers", value="v", k=8, permutations=0)


def test_nearest_areas_of_very_different_size_are_warned_about(tmp_path: Path) -> None:
    sizes = np.where(np.arange(30) % 3 == 0, 20.0, 1.0)
    path = layer(tmp_path, [shapely.box(30 * i, 0, 30 * i + s, s) for i, s in enumerate(sizes)])
    assert "at least 400 times the smallest" in warned(path, neighbours="knn", k=4)


def test_many_areas_apart_are_warned_about(tmp_path: Path) -> None:
    path = layer(tmp_path, cells(0, 1, 2, 3, 9, 20))
    assert "33 % of the places touch no other" in warned(path)
    assert "touch no other" in warned(path, "hotspots", value="v", permutations=0)


def test_a_place_with_very_many_neighbours_is_warned_about(tmp_path: Path) -> None:
    river = shapely.box(0, -1, 60, 0)
    path = layer(tmp_path, [*cells(*range(60)), river])
    assert "1 place has 60 neighbours, half of the places at most 3" in warned(path)
    assert "has 60 neighbours" in warned(path, "outliers", value="v", permutations=0)


def test_parts_that_are_not_connected_are_warned_about(tmp_path: Path) -> None:
    path = layer(tmp_path, cells(0, 1, 2, 8, 9, 10))
    assert "No link leads from one of the 2 parts to another" in warned(path)
    assert "No link leads" not in warned(path, "hotspots", value="v", permutations=0)


def test_a_good_choice_is_not_warned_about(columbus: Path) -> None:
    assert warned(columbus, neighbours="queen") == ""


def test_the_result_is_kept_and_comes_back(city: FolderStore) -> None:
    found = run(city, "neighbours", {})
    keep(city, "who", found)
    again = kept(city, "who")
    pd.testing.assert_frame_equal(again.primary, found.primary)
    assert again.shapes["links"].geom_equals(found.shapes["links"]).all()
