"""Queries select and count the rows that pandas and shapely do."""

import numpy as np
import pandas as pd
import pytest
import shapely

from gridloom_analytics.queries import Area, query, read_area
from gridloom_layers.errors import BadInput

SQUARE = shapely.box(100, 100, 700, 500)


def people_at(town, holds):
    """Return the persons whose building's point holds a condition."""
    building = town.frames["building"]
    homes = building.index[holds(building.geometry)]
    person = town.frames["person"]
    return person[person["building_key"].isin(homes)]


def test_rows_are_those_that_the_filter_selects(town):
    answer = query(town.store, "人口", "sex = '女' and household > 4")
    person = town.frames["person"]
    expected = person[(person["sex"] == "F") & (person["household"] > 4)]
    assert answer.rows["row_key"].to_pylist() == list(expected.index)
    assert answer.count == len(expected)


def test_the_columns_are_all_fields_without_the_links(town):
    names = query(town.store, "person", limit=1).rows.column_names
    assert names == ["row_key", "citizen_id", "sex", "birth_date", "income", "household"]


def test_columns_may_be_derived_or_computed(town):
    rows = query(town.store, "person", "age > 90", columns=["年龄", "year(birth_date)"]).rows
    assert rows.column_names == ["row_key", "年龄", "year(birth_date)"]
    assert min(rows["年龄"].to_pylist()) > 90


def test_the_limit_bounds_the_rows_and_not_the_count(town):
    answer = query(town.store, "person", limit=7)
    assert (answer.rows.num_rows, answer.count) == (7, 900)


def test_points_in_a_polygon(town):
    event = town.frames["event"]
    answer = query(town.store, "event", within=SQUARE)
    inside = event.index[event.intersects(SQUARE)]
    assert answer.rows["row_key"].to_pylist() == list(inside)


def test_areas_are_in_a_polygon_where_their_representative_point_is(town):
    grid = town.frames["grid"]
    inside = grid.index[grid.representative_point().intersects(SQUARE)]
    answer = query(town.store, "grid", within=SQUARE)
    assert set(answer.rows["row_key"].to_pylist()) == set(inside)


def test_persons_are_in_a_polygon_where_their_building_is(town):
    answer = query(town.store, "person", "sex = 'F'", within=SQUARE)
    inside = people_at(town, lambda points: points.intersects(SQUARE))
    assert answer.rows["row_key"].to_pylist() == list(inside.index[inside["sex"] == "F"])


def test_persons_without_a_place_are_told_in_hundreds(town):
    lost = town.frames["person"]["building_key"].isna().sum()
    warnings = query(town.store, "person", within=SQUARE).warnings
    assert 100 < lost <= 200 and len(town.frames["person"]) == 900
    assert warnings[0]["en"].startswith("Up to 200 of about 900 rows have no place")


def test_an_area_outside_the_layer_is_told(town):
    answer = query(town.store, "event", within=shapely.box(1e6, 1e6, 2e6, 2e6))
    assert answer.count == 0
    assert "lies outside the layer “event”" in answer.warnings[0]["en"]


@pytest.mark.parametrize("text", ["300 m of EPSG:4547;POINT(600 500)", "0.3 km of 600, 500"])
def test_the_surroundings_of_a_point_are_exact_distances(town, text):
    event = town.frames["event"]
    answer = query(town.store, "event", within=read_area(text, town.store))
    near = event.index[event.distance(shapely.Point(600, 500)) <= 300]
    assert answer.rows["row_key"].to_pylist() == list(near)


def test_counts_by_level_hold_every_area(town):
    answer = query(town.store, "event", "kind = 'noise'", by="网格")
    event = town.frames["event"]
    expected = event[event["kind"] == "noise"]["grid_key"].value_counts()
    grid = town.frames["grid"]
    assert answer.level == "grid"
    assert answer.by["count"].to_dict() == expected.reindex(grid.index, fill_value=0).to_dict()


def test_rows_that_no_area_holds_are_told(town):
    event = town.frames["event"]
    warnings = query(town.store, "event", by="grid").warnings
    lost = event["grid_key"].isna().sum()
    assert warnings[0]["en"] == f"{lost} of 400 rows cannot be placed at this level."


def test_counts_by_level_within_a_polygon(town):
    answer = query(town.store, "person", within=SQUARE, by="grid")
    inside = people_at(town, lambda points: points.intersects(SQUARE))
    grids = inside["building_key"].map(town.frames["building"]["grid_key"]).value_counts()
    assert answer.by["count"][answer.by["count"] > 0].to_dict() == grids.to_dict()


def test_counts_by_three_things_are_the_combinations_that_occur(town):
    by = query(town.store, "person", by="community,sex,household:3").by
    person = town.frames["person"]
    placed = person["building_key"].notna().sum()
    assert list(by.index.names) == ["row_key", "sex", "household"]
    assert by["count"].sum() == placed and (by["count"] > 0).all()


def test_an_answer_says_whether_its_rows_are_persons(town):
    assert query(town.store, "person", limit=0).persons
    assert not query(town.store, "event", limit=0).persons


def test_a_table_without_a_place_cannot_be_asked_by_area(new_store, write, town):
    store = new_store()
    write(store, "person", "person", town.frames["person"][["citizen_id"]])
    with pytest.raises(BadInput, match="Nothing says where the rows of “person” lie"):
        query(store, "person", within=SQUARE)


def test_rows_without_geometry_lie_nowhere(new_store, write, town):
    store = new_store()
    event = town.frames["event"][["code", "geometry"]].head(3).copy()
    event.loc[0, "geometry"] = shapely.Point()
    write(store, "event", "event", event)
    answer = query(store, "event", within=Area(shapely.Point(0, 0), 1e7))
    assert answer.rows["row_key"].to_pylist() == [1, 2]


def test_the_person_of_a_building_is_placed_by_it_rather_than_by_its_grid(new_store, write, town):
    store, frames = new_store(), town.frames
    for name in ("grid", "building"):
        columns = [column for column in frames[name] if column != "community_key"]
        write(store, name, name, frames[name][columns])
    person = frames["person"][["building_key"]].assign(grid_key=frames["grid"].index[0])
    write(store, "person", "person", person[["grid_key", "building_key"]].assign(sex="F"))
    inside = people_at(town, lambda points: points.intersects(SQUARE))
    answer = query(store, "person", within=SQUARE)
    np.testing.assert_array_equal(answer.rows["row_key"], inside.index)
    assert isinstance(answer.rows.to_pandas(), pd.DataFrame)
