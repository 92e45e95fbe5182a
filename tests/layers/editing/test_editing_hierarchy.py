"""What belongs to what, what rests on what, and that everything edited is undone."""

import shutil
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridloom_layers.editing import (
    assign,
    correct_value,
    dependents,
    edits,
    merge_areas,
    move,
    split_area,
)
from gridloom_layers.editing.forms import held
from gridloom_layers.errors import BadInput
from gridloom_layers.importing import ImportOptions, import_source
from gridloom_layers.joins import join
from gridloom_layers.workspace import FolderStore, open_workspace

from .conftest import BUILDINGS, CRS, GRIDS, WHY, at, box, column, grids, save


def test_a_grid_is_given_to_another_community(town: FolderStore, tmp_path: Path) -> None:
    path = tmp_path / "community.gpkg"
    halves = gpd.GeoDataFrame(
        {"code": ["440306009601", "440306009602"]},
        geometry=[box(0, 0, 200, 100), box(0, 100, 200, 200)], crs=CRS,
    )  # fmt: skip
    import_source(town, save(halves, path), ImportOptions("community"))
    named = grids().assign(community_code="440306009601")
    import_source(town, save(named, tmp_path / "g.gpkg"), ImportOptions("grid", mode="upsert"))
    join(town, "grid", "community", "code")
    (made,) = assign(town, "grid", 3, "community", 2, WHY)
    assert (made.field, made.old, made.new) == ("community_code", "440306009601", "440306009602")
    assert column(town, "grid", "community_key") == [1, 1, 2, 1]


def test_a_person_is_given_to_another_building(town: FolderStore) -> None:
    (made,) = assign(town, "person", 1, "building", 5, WHY)
    assert (made.field, made.new) == ("building_code", BUILDINGS[4])
    assert column(town, "person", "building_key") == [5, 2, 3, 4, 5, 6, 7, 8]


def placed(town: FolderStore, folder: Path, level: str, **values: object) -> None:
    """Give the town areas of a level, the southern one first, or more fields of those it has."""
    halves = [box(0, 0, 200, 100), box(0, 100, 200, 200)]
    frame = gpd.GeoDataFrame(values, geometry=halves, crs=CRS)
    source = save(frame, folder / f"{level}.gpkg")
    import_source(town, source, ImportOptions(level, mode="upsert"))


def test_what_is_within_a_street_goes_with_it_to_another_district(
    town: FolderStore, tmp_path: Path
) -> None:
    streets = ["440306009", "440306010"]
    first = {"district_code": "440306", "district_name": "东区"}
    placed(town, tmp_path, "district", code=["440306", "440307"], name=["东区", "西区"])
    placed(town, tmp_path, "street", code=streets, **first)
    placed(town, tmp_path, "community", code=["440306009601", "440306010601"],
           street_code=streets, **first)  # fmt: skip
    named = grids().assign(district_name="东区")
    import_source(town, save(named, tmp_path / "g.gpkg"), ImportOptions("grid", mode="upsert"))
    for left, right, by in (("street", "district", "code"), ("community", "district", "code"),
                            ("grid", "community", "place")):  # fmt: skip
        join(town, left, right, by)
    before = town.sequence
    assign(town, "street", 2, "district", 2, WHY)
    assert town.sequence == before + 1
    for name in ("street", "community"):
        assert column(town, name, "district_code") == ["440306", "440307"]
        assert column(town, name, "district_name") == ["东区", "西区"]
        assert column(town, name, "district_key") == [1, 2]
    assert column(town, "grid", "district_name") == ["东区", "东区", "西区", "西区"]
    assert [one.row_key for one in edits(town, "grid")] == [3, 4]
    assert town.problems() == []


@pytest.fixture
def half_blank(town: FolderStore, tmp_path: Path) -> FolderStore:
    """Two streets of a district, a community in each; the names of the second one are blank."""
    streets, first = ["440306009", "440306010"], {"district_code": "440306"}
    placed(town, tmp_path, "district", code=["440306", "440307"], name=["东区", "西区"])
    placed(town, tmp_path, "street", code=streets, district_name=["东区", None], **first)
    placed(town, tmp_path, "community", code=["440306009601", "440306010601"],
           street_code=streets, district_name=["东区", None], **first)  # fmt: skip
    join(town, "street", "district", "code")
    join(town, "community", "street", "code")
    return town


def test_what_was_blank_stays_blank_when_an_area_is_moved(half_blank: FolderStore) -> None:
    made = assign(half_blank, "street", 2, "district", 2, WHY)
    assert {one.field for one in made} == {"district_code"}
    for name in ("street", "community"):
        assert column(half_blank, name, "district_code") == ["440306", "440307"]
        assert column(half_blank, name, "district_name") == ["东区", None]


def test_what_was_blank_is_filled_where_that_is_asked_for(half_blank: FolderStore) -> None:
    assign(half_blank, "street", 2, "district", 2, WHY, fill=True)
    for name in ("street", "community"):
        assert column(half_blank, name, "district_name") == ["东区", "西区"]


def test_a_code_is_compared_in_the_form_of_its_field(town: FolderStore) -> None:
    grid = town.table("grid")
    assert held(town, grid, "residents", "0010").to_pylist() == [10]
    assert held(town, grid, "code", "４４０３０６００９６０１００１").to_pylist() == [GRIDS[0]]
    assert held(town, grid, "residents", "many").to_pylist() == [None]


def test_what_is_joined_by_place_is_not_assigned(town: FolderStore) -> None:
    with pytest.raises(BadInput, match="No code"):
        assign(town, "person", 1, "grid", 2, WHY)


def test_what_rests_on_a_table_is_told_before_it_goes(town: FolderStore) -> None:
    with town.change() as change:
        change.put_measure("people", "count(person) by grid")
        change.put_measure("share", "people / count(building) by grid")
        change.put_measure("houses", "count(building) by grid")
        change.put_result(
            "hot", "hotspots", {"layer": "grid", "parameters": {"value": "share"}}, {}
        )
        change.put_result(
            "other", "hotspots", {"layer": "grid", "parameters": {"value": "houses"}}, {}
        )
    assert [(one.kind, one.name) for one in dependents(town, "person")] == [
        ("link", "person → building"),
        ("measure", "people"),
        ("measure", "share"),
        ("result", "hot"),
    ]
    assert [one.name for one in dependents(town, "people")] == ["share", "hot"]
    assert dependents(town, "hot") == []


def holding(store: FolderStore) -> dict[str, Any]:
    """Return all that the town holds, in plain values."""
    return {
        name: [[batch.to_pydict() for batch in store.scan(name, geometry=True)],
               [vars(one) for one in edits(store, name)]]
        for name in store.tables
    } | {"links": [link.model_dump() for link in store.links]}  # fmt: skip


def _floors(store: FolderStore) -> None:
    floors = column(store, "building", "floors")[1]
    correct_value(store, "building", 2, "floors", str(int(str(floors)) + 1), WHY)


def _move(store: FolderStore) -> None:
    move(store, "building", 2, 30, 0, WHY)


def _split(store: FolderStore) -> None:
    cut = shapely.LineString([at(150, -10), at(150, 210)])
    split_area(store, "grid", 2, cut, WHY) if len(column(store, "grid", "code")) == 4 else None


def _merge(store: FolderStore) -> None:
    keys = store.attributes("grid", []).column("row_key").to_pylist()
    if len(keys) > 2:
        merge_areas(store, "grid", [keys[-1], 1], 1, WHY)


STEPS = st.sampled_from([_floors, _move, _split, _merge, "undo", "redo"])


@given(steps=st.lists(STEPS, min_size=1, max_size=6))
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_edits_are_undone_and_done_again_in_any_order(
    town: FolderStore, tmp_path_factory: pytest.TempPathFactory, steps: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("edits")
    store = open_workspace(shutil.copytree(town.path, folder / town.path.name))
    states, holds, now = [holding(store)], [store.hold()], 0
    for step in steps:
        if callable(step):
            step(store)
            now += 1
            states[now:], holds[now:] = [holding(store)], [store.hold()]
            continue
        to = now - 1 if step == "undo" else now + 1
        if 0 <= to < len(states):
            store.restore(holds[to], holds[now].commit, step, "an edit")
            now = to
        assert holding(store) == states[now]
    assert store.problems() == []
    store.close()
    shutil.rmtree(folder)
