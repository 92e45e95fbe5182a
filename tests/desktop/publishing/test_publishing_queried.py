"""Totals of queries at the gate: of persons in full tens, few of them not at all."""

import itertools

import geopandas as gpd
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from gridloom_analytics.queries import query
from gridloom_desktop.publishing.export import Permission, export_query, release_query
from gridloom_layers.errors import BadInput

PEOPLE = (0, 3, 12, 40, 25, 18, 30, 22, 15, 60, 33, 28)
"""Persons in each grid of the city (see ``conftest.py``)."""


def _asked(city, *grids):
    codes = ", ".join(f"'G{number:02d}'" for number in grids)
    return query(city, "person", f"grid_code in ({codes})")


def test_fewer_than_ten_persons_are_neither_counted_nor_listed(city):
    for grid in (0, 1):
        total, rows = release_query(city, _asked(city, grid), 100)
        assert (total.count, total.rounded_to, rows.num_rows) == (None, 10, 0)


def test_as_many_rows_are_listed_as_are_told(city):
    total, rows = release_query(city, _asked(city, 2), 100)
    assert (total.count, rows.num_rows) == (10, 10)
    assert release_query(city, _asked(city, 3), 7)[1].num_rows == 7


def test_totals_are_the_same_or_ten_persons_apart(city):
    grids = [c for size in (1, 2) for c in itertools.combinations(range(12), size)]
    told = {grid: release_query(city, _asked(city, *grid), 0)[0].count or 0 for grid in grids}
    assert all(0 <= sum(PEOPLE[g] for g in grid) - told[grid] < 10 for grid in grids)
    assert {(a - b) % 10 for a in told.values() for b in told.values()} == {0}


def test_who_is_picked_out_by_a_number_is_not_added_to_others(city):
    answer = query(city, "person", "citizen_id = '11010519491231002X' or grid_code = 'G06'")
    with pytest.raises(BadInput) as refused:
        release_query(city, answer, 100)
    assert (refused.value.code, refused.value.where.column) == ("identifying-field", "citizen_id")


def test_an_act_on_record_gives_the_exact_number(city):
    total, rows = release_query(city, _asked(city, 2), 5, Permission("census"))
    assert (total.count, total.rounded_to, rows.num_rows) == (12, 1, 5)
    assert [act.get("count") for act in city.acts()] == [12, None]


def test_other_rows_are_counted_one_by_one(city):
    total, rows = release_query(city, query(city, "grid", "code <= 'G02'"), 100)
    assert (total.count, total.rounded_to, rows.num_rows) == (3, 1, 3)


def test_a_file_of_masked_persons_holds_full_tens(city, tmp_path):
    total, report = export_query(city, _asked(city, 5), tmp_path / "p.csv")
    assert (total.count, report.rows) == (10, 10) and "full tens" in report.notes[0]["en"]
    assert pa_csv.read_csv(tmp_path / "p.csv").num_rows == 10


def test_no_file_tells_of_a_few_persons(city, tmp_path):
    with pytest.raises(BadInput, match="fewer than 10 persons"):
        export_query(city, _asked(city, 1), tmp_path / "p.csv")
    assert not (tmp_path / "p.csv").exists()


def test_a_whole_file_holds_all(city, tmp_path):
    _, report = export_query(city, _asked(city, 1), tmp_path / "p.csv", Permission("visit"))
    assert (report.rows, report.notes) == (3, ())


def test_rows_with_a_place_have_it_in_a_file_for_maps(city, tmp_path):
    export_query(city, query(city, "grid", "code <= 'G02'"), tmp_path / "g.gpkg")
    written = gpd.read_file(tmp_path / "g.gpkg").set_index("row_key").geometry
    kept = city.layer("grid", []).geometry.loc[written.index]
    assert len(written) == 3 and written.geom_equals(kept).all() and written.crs == city.crs


def test_persons_have_no_place_in_a_file_for_maps(city, tmp_path):
    export_query(city, _asked(city, 5), tmp_path / "p.parquet")
    assert "geometry" not in pq.read_schema(tmp_path / "p.parquet").names
