"""Values on other areas through the same call as the command."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.apportion.sharing import areas_of
from gridloom_analytics.running import keep, kept, run
from gridloom_desktop.publishing.export import release_answer
from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore

X, Y = 500_000.0, 2_500_000.0


def boxes(*bounds: tuple[float, float, float, float]) -> list:
    """Boxes in hundreds of metres from a corner in EPSG:4547."""
    return [shapely.box(*(np.array(one) * 100 + [X, Y, X, Y])) for one in bounds]


def write(path: Path, shapes: list, crs: object = "EPSG:4547", **columns: object) -> Path:
    gpd.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path)
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    shapes = boxes((0, 0, 3, 2), (3, 0, 7, 2), (20, 0, 21, 1))
    return write(tmp_path / "target.gpkg", shapes, name=list("abc"))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Cut 3 : 1 by the targets, whole in the second one, half outside of both."""
    shapes = boxes((0, 0, 4, 2), (4, 0, 6, 2), (6, 0, 8, 2))
    return write(tmp_path / "source.gpkg", shapes, people=[8.0, 5.0, 6.0], dense=[1.0, 2.0, 3.0],
                 gap=[4.0, None, 2.0], old=[-1, 0, 0], word=list("xyz"))  # fmt: skip


@pytest.fixture
def buildings(tmp_path: Path) -> Path:
    """Footprints of a hectare hundredth: two in the first source, one in the third, outside."""
    shapes = boxes((1, 1, 1.1, 1.1), (3.5, 1, 3.6, 1.1), (7.5, 1, 7.6, 1.1))
    return write(tmp_path / "b.gpkg", shapes, floors=[1, 3, None], flats=[5.0, 0.0, None])


def values(found, column: str) -> list[float]:
    return found.primary[column].tolist()


def said(found) -> str:
    return " ".join(one["en"] for one in found.warnings)


def test_counts_and_densities_are_those_worked_out_by_hand(target: Path, source: Path) -> None:
    found = run(target, "apportion", {"source": str(source), "counts": "people", "rates": "dense"})
    assert values(found, "people") == pytest.approx([6, 10, np.nan], nan_ok=True)
    assert values(found, "dense") == pytest.approx([1, 2, np.nan], nan_ok=True)
    assert values(found, "covered") == pytest.approx([1, 1, 0])
    assert "Of 19 of “people”, 16 arrived; 3 (15.8%) lie outside" in found.summary["en"]
    assert "1 area that no source reaches has no value" in said(found)


def test_what_lies_outside_is_told_by_source(target: Path, source: Path) -> None:
    found = run(target, "apportion", {"source": str(source), "counts": "people"})
    assert found.tables["totals"].iloc[0].tolist() == ["people", 19.0, 16.0, 3.0]
    lost = found.tables["unallocated"]
    assert lost.source.tolist() == [3]
    assert lost.share.tolist() == lost.people.div(6).tolist() == pytest.approx([0.5])


def test_rates_can_be_weighted_by_persons(target: Path, source: Path) -> None:
    settings = {"source": str(source), "rates": "dense", "rate_weight": "people"}
    found = run(target, "apportion", settings)
    assert values(found, "dense")[1] == pytest.approx((2 * 1 + 5 * 2 + 3 * 3) / 10)


def test_a_missing_count_adds_nothing_and_is_said(target: Path, source: Path) -> None:
    found = run(target, "apportion", {"source": str(source), "counts": "gap"})
    assert values(found, "gap")[:2] == pytest.approx([3, 2])
    assert "1 area of “source” has no value in “gap”" in said(found)


def test_counts_go_to_buildings_by_floor_area(target: Path, source: Path, buildings: Path) -> None:
    settings = {"source": str(source), "counts": "people", "buildings": str(buildings)}
    found = run(target, "apportion", settings)
    assert values(found, "people")[:2] == pytest.approx([2, 6 + 5])
    assert found.tables["totals"].unallocated[0] == pytest.approx(6)
    assert "1 building of unknown floors weighs as much as its footprint" in said(found)
    assert "1 area of the source has no building and is shared out by land" in said(found)


def test_counts_go_to_buildings_by_a_column(target: Path, source: Path, buildings: Path) -> None:
    settings = {"source": str(source), "counts": "people", "buildings": str(buildings)}
    found = run(target, "apportion", settings | {"building_weight": "flats"})
    assert values(found, "people")[:2] == pytest.approx([8, 5 + 3])
    assert "1 building without a value in “flats” weighs nothing" in said(found)
    assert "shared out by “flats” of buildings" in found.summary["en"]


def test_a_known_floor_area_goes_before_footprint_and_floors(tmp_path, target, source) -> None:
    shapes = boxes((1, 1, 1.1, 1.1), (3.5, 1, 3.6, 1.1))
    path = write(tmp_path / "b.gpkg", shapes, floors=[1, 3], floor_area=[900.0, None])
    settings = {"source": str(source), "counts": "people", "buildings": str(path)}
    found = run(target, "apportion", settings)
    assert values(found, "people")[0] == pytest.approx(8 * 900 / (900 + 300))


def test_shapes_that_are_broken_are_repaired_and_said() -> None:
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    frame = gpd.GeoDataFrame(geometry=[bow, None], crs="EPSG:4547")
    shapes, told = areas_of(Inputs("bows", frame, "EPSG:4547"))
    assert shapely.area(shapes[0]) == pytest.approx(0.5)
    assert [str(one) for one in told] == ["1 shape was repaired."]


def test_areas_that_overlap_are_told_and_totals_stay_right(tmp_path: Path, source: Path) -> None:
    shapes = boxes((0, 0, 8, 2), (0, 0, 4, 2))
    twice = write(tmp_path / "twice.gpkg", shapes, name=["a", "b"])
    found = run(twice, "apportion", {"source": str(source), "counts": "people"})
    assert values(found, "people") == pytest.approx([4 + 5 + 6, 4])
    assert "Areas of “twice” overlap" in said(found)


def test_sources_that_overlap_are_told(tmp_path: Path, target: Path) -> None:
    shapes = boxes((0, 0, 3, 2), (0, 0, 3, 2))
    twice = write(tmp_path / "twice.gpkg", shapes, people=[1.0, 2.0])
    found = run(target, "apportion", {"source": str(twice), "counts": "people"})
    assert values(found, "people")[0] == pytest.approx(3)
    assert "Areas of “twice” overlap" in said(found)


def test_villages_of_taipei_add_up_to_their_districts(cities: Path, tmp_path: Path) -> None:
    home = cities / "taipei"
    people = pd.read_csv(home / "tw_village_population_docs_cunli_2021_03.csv")
    people = people.assign(key=people["區域"] + people["村里"])
    villages = gpd.read_file(home / "taipei_village.geojson").to_crs(3826)
    joined = villages[["PTVNAME", "geometry"]].merge(
        people, left_on="PTVNAME", right_on="key", how="left"
    )
    joined[["人口", "geometry"]].to_file(tmp_path / "villages.gpkg")
    towns = gpd.read_file(home / "taipei_town.geojson").to_crs(3826)
    towns[["PTNAME", "geometry"]].to_file(tmp_path / "towns.gpkg")
    settings = {"source": str(tmp_path / "villages.gpkg"), "counts": "人口"}
    found = run(tmp_path / "towns.gpkg", "apportion", settings)
    total = joined["人口"].sum()
    totals = found.tables["totals"].iloc[0]
    assert totals.allocated + totals.unallocated == pytest.approx(total, rel=1e-9)
    official = people.groupby("區域")["人口"].sum().reindex(towns.PTNAME)
    known = joined.groupby("區域")["人口"].sum().reindex(towns.PTNAME)
    np.testing.assert_allclose(values(found, "人口"), known, rtol=0.02)
    assert official.sum() >= total


def test_a_measure_is_shared_out_with_its_persons(city: FolderStore, tmp_path: Path) -> None:
    halves = [shapely.box(x, 0, x + 2_000, 4_000) for x in (0, 2_000)]
    path = write(tmp_path / "halves.gpkg", halves, city.crs, n=[1, 2])
    settings = {"source": f"{city.path}|layername=grid", "counts": "count(person)"}
    found = run(path, "apportion", settings)
    assert values(found, "count(person)") == pytest.approx([1600, 1600])
    assert found.persons is not None
    assert found.persons.iloc[:, 0].tolist() == pytest.approx([1600, 1600])
    assert list(found.tables["unallocated"]) == ["source", "share"]


def test_a_value_that_rests_on_a_few_persons_does_not_leave(city: FolderStore) -> None:
    settings = {"source": "grid", "counts": "count(person)"}
    found = run(city, "apportion", settings, layer="grid")
    assert values(found, "count(person)") == pytest.approx([40, 60] * 32)
    few = found.persons.copy()
    few.iloc[5] = 4
    seen = release_answer(replace(found, persons=few))
    assert seen.primary["count(person)"].isna().tolist() == [i == 5 for i in range(64)]
    assert seen.tables["totals"].allocated.isna().all()


def test_a_few_persons_outside_are_not_counted(city: FolderStore, tmp_path: Path) -> None:
    most = [shapely.box(0, 0, 3_950, 4_000), shapely.box(3_950, 0, 4_000, 3_950)]
    path = write(tmp_path / "most.gpkg", most, city.crs, n=[1, 2])
    settings = {"source": f"{city.path}|layername=grid", "counts": "count(person)"}
    found = run(path, "apportion", settings)
    told = found.tables["totals"][["total", "allocated", "unallocated"]]
    assert told.isna().all(axis=None)  # the total less what is on the areas would be those few
    assert "3,2" not in found.summary["en"]
    assert "All but a few of" in found.summary["en"]


def test_values_are_kept_with_what_was_lost(city: FolderStore) -> None:
    found = run(city, "apportion", {"source": "grid", "counts": "count(person)"}, layer="grid")
    keep(city, "shared", found)
    pd.testing.assert_frame_equal(kept(city, "shared").tables["totals"], found.tables["totals"])


def test_everything_is_said_in_two_languages(target, source, buildings) -> None:
    settings = {"source": str(source), "counts": "people", "rates": "dense"}
    found = run(target, "apportion", settings | {"buildings": str(buildings)})
    texts = [found.summary, found.method.name, *found.method.notes, *found.warnings]
    assert all(text["zh"] != text["en"] for text in texts)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({}, "missing-parameter"),
        ({"counts": "people", "rates": "people"}, "named-twice"),
        ({"counts": "word"}, "not-numeric"),
        ({"counts": "ghosts"}, "unknown-column"),
        ({"rates": "dense", "rate_weight": "old"}, "negative-values"),
    ],
)
def test_bad_settings_are_told(target: Path, source: Path, settings: dict, code: str) -> None:
    with pytest.raises(BadInput) as told:
        run(target, "apportion", {"source": str(source), **settings})
    assert told.value.code == code


def test_layers_without_anything_in_common_are_told(tmp_path: Path, source: Path) -> None:
    far = write(tmp_path / "far.gpkg", boxes((50, 50, 60, 60)), n=[1])
    with pytest.raises(BadInput, match="have nothing in common"):
        run(far, "apportion", {"source": str(source), "counts": "people"})


def test_degrees_are_refused(tmp_path: Path, source: Path) -> None:
    path = write(tmp_path / "degrees.gpkg", [shapely.box(113, 22, 115, 23)], 4326, n=[1])
    with pytest.raises(BadInput, match="Areas cannot be measured"):
        run(path, "apportion", {"source": str(source), "counts": "people"})


def test_points_are_no_areas(tmp_path: Path, target: Path) -> None:
    path = write(tmp_path / "points.gpkg", [shapely.Point(X, Y)], people=[1.0])
    with pytest.raises(BadInput, match="“points” does not consist of areas"):
        run(target, "apportion", {"source": str(path), "counts": "people"})


def test_points_have_no_floor_area_but_may_have_a_weight(
    tmp_path: Path, target: Path, source: Path
) -> None:
    houses = [shapely.Point(X + 100, Y + 100), shapely.Point(X + 350, Y + 100)]
    path = write(tmp_path / "houses.gpkg", houses, beds=[1.0, 3.0])
    settings = {"source": str(source), "counts": "people", "buildings": str(path)}
    with pytest.raises(BadInput, match="has no footprints"):
        run(target, "apportion", settings)
    found = run(target, "apportion", settings | {"building_weight": "beds"})
    assert values(found, "people")[0] == pytest.approx(2)


def test_negative_counts_are_refused(target: Path, source: Path) -> None:
    with pytest.raises(BadInput, match="negative value in “old”"):
        run(target, "apportion", {"source": str(source), "counts": "old"})


def test_of_zeros_it_is_said_that_there_is_nothing(target: Path, tmp_path: Path) -> None:
    source = write(tmp_path / "none.gpkg", boxes((0, 0, 4, 2)), none=[0.0])
    said = run(target, "apportion", {"source": str(source), "counts": "none"}).summary["en"]
    assert "“none” is 0 in all areas: there is nothing to share out." in said
