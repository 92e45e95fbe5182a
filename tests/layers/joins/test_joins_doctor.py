"""What the join doctor tells, and whose grid a row is collected in."""

import numpy as np
import pyarrow as pa
import pytest
import shapely

from gridloom_layers.joins import (
    Missing,
    collecting_areas,
    collecting_level,
    diagnoses,
    join,
    missing_joins,
)
from gridloom_layers.joins.collecting import LINKED, NEAREST_CODE, OWN_CODE, OWN_PLACE, UNPLACED
from gridloom_layers.progress import Progress

HOUSES = ["44030600960101T0001", "44030600960101T0002", "44030600960102T0001"]
CELLS = [shapely.MultiPolygon([shapely.box(x, 0, x + 10, 10)]) for x in (0, 10, 20)]


@pytest.fixture
def grids(city):
    """Three grids with a building in each."""
    names = {"code": ["g1", "g2", "g3"], "name": ["一", "二", "三"]}
    city.put("grid", names, shapes=CELLS, geometry="area", first_key=1)
    doors = [shapely.Point(x, 5) for x in (5, 15, 25)]
    city.put("building", {"code": HOUSES}, shapes=doors, geometry="point", first_key=50)
    join(city.store, "building", "grid", "place")
    return city


def collect(city, table):
    rows = np.arange(city.store.table(table).rows)
    keys, how = collecting_areas(city.store, table, rows, "grid", Progress())
    return list(zip(keys.tolist(), how.tolist(), strict=True))


def test_a_row_is_collected_where_it_lies_itself(grids):
    spots = [shapely.Point(15, 5), shapely.Point(99, 9)]
    grids.put("event", {"code": ["a", "b"]}, shapes=spots, geometry="point")
    join(grids.store, "event", "grid", "place")
    assert collect(grids, "event") == [(2, OWN_PLACE), (-1, UNPLACED)]


def test_else_by_its_own_code_of_a_grid(grids):
    grids.put("person", {"grid_code": ["g3", "g9", None]})
    assert collect(grids, "person") == [(3, OWN_CODE), (-1, UNPLACED), (-1, UNPLACED)]


def test_else_over_its_building(grids):
    grids.put("person", {"building_code": [HOUSES[1], None]})
    join(grids.store, "person", "building")
    assert collect(grids, "person") == [(2, LINKED), (-1, UNPLACED)]


def test_else_by_the_building_whose_code_is_nearest(grids):
    unknown = ["44030600960101T0003", "44030600960102T0777", "44030699960102T0001"]
    grids.put("person", {"building_code": unknown})
    join(grids.store, "person", "building")
    assert collect(grids, "person") == [(2, NEAREST_CODE), (3, NEAREST_CODE), (-1, UNPLACED)]


def test_a_room_code_tells_a_building_code_too(grids):
    grids.put("person", {"building_code": pa.nulls(1, pa.string()),
                         "room_code": ["44030600960102T0777000101"]})  # fmt: skip
    assert collect(grids, "person") == [(3, NEAREST_CODE)]


def test_nobody_is_collected_where_the_employer_is(grids):
    firm = "91350100M000100Y43"
    grids.put("entity", {"credit_code": [firm], "building_code": [HOUSES[0]]})
    grids.put("person", {"employer_code": [firm]})
    join(grids.store, "entity", "building")
    join(grids.store, "person", "entity")
    assert collect(grids, "person") == [(-1, UNPLACED)]


def test_a_row_of_a_register_is_collected_where_its_person_lives(grids):
    grids.put("person", {"citizen_id": ["11010519491231002X"], "building_code": [HOUSES[2]]})
    grids.put("register", {"citizen_id": ["11010519491231002X"]})
    join(grids.store, "person", "building")
    join(grids.store, "register", "person")
    assert collect(grids, "register") == [(3, LINKED)]


def test_the_finest_level_is_the_one_to_split_by(grids):
    grids.put("district", {"code": ["d"]}, shapes=CELLS[:1], geometry="area")
    assert collecting_level(grids.store, None).name == "grid"


def test_events_without_a_building_are_not_at_fault(grids):
    grids.put("event", {"code": list("abc"), "building_code": [HOUSES[0], None, "?"]})
    join(grids.store, "event", "building")
    found = diagnoses(grids.store)[-1]
    assert (found.due, found.rate, found.failures) == (2, 0.5, {"bad-form": 1})


def test_persons_without_a_building_are(grids):
    grids.put("person", {"building_code": [HOUSES[0], None]})
    join(grids.store, "person", "building")
    found = diagnoses(grids.store)[-1]
    assert (found.due, found.rate, found.failures) == (2, 0.5, {"empty": 1})


def test_joins_that_the_fields_allow_and_nobody_made_are_named(grids):
    grids.put("person", {"citizen_id": ["1"], "building_code": [HOUSES[0]], "grid_code": ["g1"]})
    pairs = [(one.left, one.right, one.field) for one in missing_joins(grids.store)]
    assert pairs == [("person", "grid", "grid_code"), ("person", "building", "building_code")]


def test_the_command_to_join_can_be_pasted_where_names_have_spaces():
    missing = Missing("person 2", "building", "building_code")
    assert missing.command("城 市") == (
        'gridloom join "城 市.gridloom" "person 2" building --by code'
    )
