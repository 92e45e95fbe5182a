"""Counts within an area list its places, not those of the whole city."""

import pytest
import shapely

from gridloom_analytics.queries import Area, query, read_area

SQUARE = shapely.box(200, 150, 700, 400)
"""Its west side is an edge of cells, the others run through them."""


def listed(answer):
    return list(answer.by.index)


def test_the_grids_of_a_community_are_those_that_are_joined_to_it(town):
    grid = town.frames["grid"]
    c0 = town.frames["community"].index[0]
    answer = query(town.store, "event", within=read_area("community c0", town.store), by="grid")
    assert listed(answer) == list(grid.index[grid["community_key"] == c0])
    assert answer.by["count"].sum() == answer.count


def test_the_community_of_a_grid_is_the_one_that_it_is_joined_to(town):
    answer = query(town.store, "event", within=read_area("grid g7", town.store), by="community")
    grid = town.frames["grid"]
    assert listed(answer) == list(grid.loc[grid["code"] == "g7", "community_key"])


@pytest.mark.parametrize("name", ["grid g7", "community c1"])
def test_an_area_is_the_only_place_of_its_own_level(town, name):
    level, code = name.split()
    frame = town.frames[level]
    answer = query(town.store, "event", within=read_area(name, town.store), by=f"{level},kind")
    assert listed(answer) == list(frame.index[frame["code"] == code])


def test_the_places_of_a_drawn_area_are_those_that_share_ground_with_it(town):
    grid = town.frames["grid"]
    answer = query(town.store, "person", "age > 200", within=SQUARE, by="grid")
    assert listed(answer) == list(grid.index[grid.intersection(SQUARE).area > 0])
    assert answer.by["count"].sum() == 0


def test_the_places_of_surroundings_are_those_within_the_distance(town):
    grid, point = town.frames["grid"], shapely.Point(300, 300)
    answer = query(town.store, "person", "age > 200", within=Area(point, 150.0), by="grid")
    assert listed(answer) == list(grid.index[grid.distance(point) <= 150])


def test_a_place_elsewhere_that_has_rows_stays(town):
    event = town.frames["event"]
    inside = event[event.intersects(SQUARE)]["grid_key"].dropna()
    answer = query(town.store, "event", within=SQUARE, by="grid")
    assert set(inside) <= set(listed(answer)) and answer.by["count"].sum() == len(inside)
    assert not set(inside) <= set(listed(query(town.store, "event", "kind = 'x'", SQUARE, "grid")))


def test_without_joins_the_places_are_those_that_the_area_overlaps(new_store, write, town):
    store = new_store()
    grid = town.frames["grid"].drop(columns="community_key")
    write(store, "community", "community", town.frames["community"][["code", "geometry"]])
    write(store, "grid", "grid", grid)
    event = town.frames["event"][["code", "grid_key", "geometry"]]
    east = town.frames["grid"]["community_key"] == town.frames["community"].index[1]
    write(store, "event", "event", event.assign(community_key=town.frames["community"].index[1]))
    answer = query(store, "event", "code = 'x'", within=read_area("community c1", store), by="grid")
    assert listed(answer) == list(grid.index[east])
