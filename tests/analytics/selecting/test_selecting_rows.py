"""Which rows conditions select: against pandas, shapely and the query that counts."""

import numpy as np
import pytest
import shapely

from gridloom_analytics.queries import query
from gridloom_analytics.selecting import Found, Linked, Rows, Where, Within
from gridloom_analytics.selecting.rows import rows_of
from gridloom_analytics.selecting.ways import carried
from gridloom_layers.errors import BadInput

CIRCLE = shapely.Point(500, 450).buffer(300)


def test_an_expression_selects_what_the_query_counts(made_town):
    for text in ("floors >= 10", "floors >= 10 or floor_area < 300", "not floors = 3"):
        answer = query(made_town.store, "building", text, columns=[])
        keys = rows_of(made_town.store, "building", Where(text=text))
        assert keys.tolist() == answer.rows["row_key"].to_pylist()


def test_rows_without_a_value_are_not_selected(made_town):
    born = made_town.frames["person"].birth_date
    keys = rows_of(made_town.store, "person", Where(text="birth_date > '1960-01-01'"))
    assert not set(keys) & set(born[born.isna()].index)


@pytest.mark.parametrize("area", [CIRCLE, shapely.box(100, 100, 700, 500)])
def test_points_in_an_area_are_those_that_shapely_finds(made_town, area):
    points = made_town.frames["building"].geometry
    expected = points[points.intersects(area)].index
    for relation in ("intersects", "within", "centre"):
        keys = rows_of(made_town.store, "building", Within.of(area, relation))
        assert keys.tolist() == expected.tolist()


@pytest.mark.parametrize("area", [CIRCLE, shapely.box(100, 100, 700, 500)])
def test_areas_touch_lie_within_or_have_their_centre_in_an_area(made_town, area):
    cells = made_town.frames["grid"].geometry
    expected = {"intersects": cells.intersects(area), "within": cells.covered_by(area),
                "centre": cells.representative_point().intersects(area)}  # fmt: skip
    for relation, inside in expected.items():
        keys = rows_of(made_town.store, "grid", Within.of(area, relation))
        assert keys.tolist() == cells[inside].index.tolist()


def test_the_centre_is_what_queries_ask_for(made_town):
    for table in ("grid", "building", "person"):
        keys = rows_of(made_town.store, table, Within.of(CIRCLE, "centre"))
        assert len(keys) == query(made_town.store, table, within=CIRCLE, limit=0).count


def test_persons_lie_where_their_building_does(made_town):
    building, person = made_town.frames["building"], made_town.frames["person"]
    inside = building[building.intersects(CIRCLE)].index
    keys = rows_of(made_town.store, "person", Within.of(CIRCLE))
    assert keys.tolist() == person[person.building_key.isin(inside)].index.tolist()


def test_an_area_elsewhere_holds_nothing(made_town):
    far = shapely.box(1e6, 1e6, 2e6, 2e6)
    assert rows_of(made_town.store, "grid", Within.of(far)).tolist() == []


def test_listed_rows_that_are_gone_are_not_selected(made_town):
    assert rows_of(made_town.store, "building", Rows(keys=(1, 300, 305, 9999))).tolist() == [
        300,
        305,
    ]


def test_persons_of_buildings_are_found_backwards(made_town):
    tall, person = (
        made_town.frames["building"].query("floors >= 20").index,
        made_town.frames["person"],
    )
    condition = Linked(table="building", condition=Where(text="floors >= 20"))
    expected = person[person.building_key.isin(tall)].index
    assert rows_of(made_town.store, "person", condition).tolist() == expected.tolist()


def test_areas_around_persons_are_found_over_their_buildings(made_town):
    person, building = made_town.frames["person"], made_town.frames["building"]
    some = person.index[:25]
    homes = person.building_key[some].dropna().astype(int)
    expected = np.unique(building.grid_key[homes])
    keys = rows_of(made_town.store, "grid", Linked(table="person", condition=Rows.of(some)))
    assert keys.tolist() == expected.tolist()


def test_a_link_can_be_followed_there_and_back(made_town):
    homes = Linked(table="person", condition=Rows(keys=made_town.frames["person"].index[:5]))
    neighbours = Linked(table="building", condition=homes)
    assert set(made_town.frames["person"].index[:5]) - set(
        rows_of(made_town.store, "person", neighbours)
    ) == set(
        made_town.frames["person"].index[:5][made_town.frames["person"].building_key[:5].isna()]
    )


def test_a_selection_does_not_carry_over_to_what_is_merely_in_the_same_area(made_town):
    assert carried(made_town.store, "building", "person") == "building ← person"
    assert carried(made_town.store, "building", "building") == "building"
    assert carried(made_town.store, "person", "event") is None


def test_unlinked_tables_are_told(made_town):
    with pytest.raises(BadInput, match="Nothing links the rows of “statistics”"):
        rows_of(made_town.store, "person", Linked(table="statistics", condition=Rows(keys=(1,))))


def test_an_expression_that_is_none_is_told(made_town):
    with pytest.raises(BadInput):
        rows_of(made_town.store, "building", Where(text="floors >="))


def test_a_result_that_is_not_there_is_told(made_town):
    with pytest.raises(BadInput, match="There is no result “x”"):
        rows_of(made_town.store, "building", Found(result="x", text="z > 2"))
