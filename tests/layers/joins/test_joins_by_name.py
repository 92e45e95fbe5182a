import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest

from gridloom_layers.errors import BadInput
from gridloom_layers.joins import join, match_names


def column(*values):
    return pa.chunked_array([pa.array(values, pa.string())])


def positions(left, right):
    return match_names([column(*c) for c in left], [column(*c) for c in right]).positions.tolist()


def test_names_are_equal_after_folding():
    assert positions([["臺 東里", "ＡＢ村"]], [["AB村", "台東里"]]) == [1, 0]


def test_composite_names_are_compared_part_by_part():
    left = [["中山區", "大安區"], ["新生里", "新生里"]]
    assert positions(left, [["大安區", "中山區"], ["新生里", "新生里"]]) == [1, 0]


def test_a_whole_name_equals_its_parts_run_together():
    assert positions([["臺北市大安區"], ["龍門里"]], [["台北市大安區龍門里"]]) == [0]


def test_the_prefix_of_one_city_is_taken_off_and_no_other():
    left = [["臺北市中山區", "臺北市大安區", "基隆市中山區"], ["一里", "二里", "一里"]]
    right = [column("中山區", "大安區"), column("一里", "二里")]
    found = match_names([column(*c) for c in left], right)
    assert found.positions.tolist() == [0, 1, -1]
    assert found.repaired == {"prefix 台北市": 2}


def test_the_prefix_may_be_on_the_right():
    assert positions([["大安區"], ["二里"]], [["臺北市大安區", "台北市"], ["二里", "二里"]]) == [0]


def test_two_cities_with_as_many_matches_are_not_guessed_between():
    left = [["臺北市中山區", "基隆市中山區"], ["一里", "一里"]]
    assert positions(left, [["中山區"], ["一里"]]) == [-1, -1]


def test_a_missing_name_is_empty_and_an_unknown_one_no_such_name():
    found = match_names([column("x", None, " ")], [column("y")])
    assert found.unmatched() == {"empty": 2, "no-such-name": 1}


def test_of_equal_names_the_first_row_wins():
    found = match_names([column("x")], [column("y", "x", "x")])
    assert (found.positions.tolist(), found.duplicates) == ([1], 1)


def test_fields_go_by_name_or_by_source_header(city):
    city.put("community", {"TNAME": ["大安區"], "name": ["龍門里"]}, first_key=9)
    city.put("statistics", {"區域": ["大安區"], "村里": ["龍門里"]})
    report = join(city.store, "statistics", "community", "name", on="區域+村里=tname+name")
    assert city.keys("statistics", "community") == [9]
    assert report.on == "區域+村里=TNAME+name"


def test_fields_alone_meet_those_of_the_same_name(city):
    city.put("community", {"district_name": ["大安區"], "name": ["龍門里"]})
    city.put("building", {"district_name": ["大安區"], "name": ["龍門里"], "address": ["龍門里"]})
    assert join(city.store, "building", "community", "name", on="district_name+name").matched == 1
    assert join(city.store, "building", "community", "name", on="address").matched == 1


def test_district_rows_find_the_district_by_its_own_name(city):
    city.put("district", {"name": ["大安區"]}, first_key=4)
    city.put("statistics", {"district_name": ["臺北市大安區"], "name": ["龍門里"]})
    report = join(city.store, "statistics", "district", "name")
    assert (city.keys("statistics", "district"), report.on) == ([4], "district_name=name")


def test_tables_without_names_are_bad_input(city):
    city.put("community", {"code": ["1"]})
    city.put("statistics", {"name": ["x"]})
    with pytest.raises(BadInput) as told:
        join(city.store, "statistics", "community", "name")
    assert told.value.code == "no-common-field"


@pytest.fixture
def taipei(city, cities):
    """Villages, and the population of the villages of all of Taiwan as the file has it."""
    villages = gpd.read_file(cities / "taipei" / "taipei_village.geojson", ignore_geometry=True)
    city.put("community", {"district_name": villages["TNAME"], "name": villages["VNAME"]})
    population = pd.read_csv(
        cities / "taipei" / "tw_village_population_docs_cunli_2021_03.csv", dtype=str
    )
    city.population = population.rename(columns={"區域": "district_name", "村里": "name"})
    return city


def test_455_of_456_villages_of_taipei_are_matched_and_the_odd_one_is_told(taipei):
    mine = taipei.population[taipei.population["district_name"].str.startswith("臺北市")]
    taipei.put("statistics", mine[["district_name", "name"]].to_dict("list"))
    report = join(taipei.store, "statistics", "community", "name")
    assert (report.left_rows, report.matched) == (456, 455)
    (odd,) = report.examples["no-such-name"]
    assert (odd.value, odd.similar) == ("臺北市萬華區 糖廍里", "萬華區 糖蔀里")


def test_other_cities_of_taiwan_with_the_same_names_stay_out(taipei):
    taipei.put("statistics", taipei.population[["district_name", "name"]].to_dict("list"))
    report = join(taipei.store, "statistics", "community", "name")
    keys = pd.Series(taipei.keys("statistics", "community"), dtype="Int64")
    cities = taipei.population["district_name"].str[:3][keys.notna().to_numpy()]
    assert (report.matched, set(cities)) == (455, {"臺北市"})


def test_a_nearly_equal_name_comes_first_among_the_examples(taipei):
    taipei.put("statistics", taipei.population[["district_name", "name"]].to_dict("list"))
    report = join(taipei.store, "statistics", "community", "name")
    first, *others = report.examples["no-such-name"]
    assert (first.value, first.similar) == ("臺北市萬華區 糖廍里", "萬華區 糖蔀里")
    assert [other.similar for other in others] == [None] * 4
