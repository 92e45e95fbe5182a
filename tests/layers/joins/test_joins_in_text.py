import io

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest

from gridloom_layers.joins import join, match_texts
from gridloom_layers.progress import Progress

DISTRICTS = ["大安區", "大安區", "中山區", "中山區"]
VILLAGES = ["敦煌里", "三民里", "三民里", "東新里"]


def column(*values):
    return pa.chunked_array([pa.array(values, pa.string())])


def found(text, *right):
    matches = match_texts(column(text), right, Progress())
    return matches.positions[0], *matches.unmatched()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("臺北市大安區敦煌里仁愛路4段", (0,)),
        ("台北市 大安區　敦煌里", (0,)),
        ("敦煌里仁愛路", (0,)),
        ("中山區三民里", (2,)),
        ("中山區某處（三民里）", (2,)),
        ("三民里", (-1, "ambiguous")),
        ("三民里中山區", (2,)),
        ("大安區東新里", (-1, "names-no-area")),
        ("中山區敦煌里路1號", (-1, "names-no-area")),
        ("中山區路大直街", (-1, "names-no-area")),
        ("敦煌里路1號", (-1, "names-no-area")),
        ("大安區敦煌里，中山區東新里之間", (-1, "ambiguous")),
        ("大安區仁愛路", (-1, "names-no-area")),
        (" ", (-1, "empty")),
        (None, (-1, "empty")),
    ],
)
def test_a_text_names_its_village(text, expected):
    assert found(text, column(*DISTRICTS), column(*VILLAGES)) == expected


def test_of_names_that_end_alike_the_longest_counts():
    assert found("大安區東新里", column("新里", "東新里")) == (1,)


def test_a_road_sign_after_a_district_is_a_slip_of_the_pen():
    assert found("臺北市中山區路大直街", column("中山區")) == (0,)


def test_an_area_without_a_name_is_never_found():
    assert found("大安區", column(None, "大安區")) == (1,)


def test_areas_of_the_same_name_and_parent_are_duplicates():
    matches = match_texts(column("a里"), [column("x", "x"), column("a里", "a里")], Progress())
    assert (matches.positions.tolist(), matches.duplicates) == ([0], 1)


@pytest.fixture(scope="module")
def thefts(cities):
    """The addresses of the five files, read plainly; blank rows left out."""
    tables = []
    for path in sorted((cities / "taipei").glob("crime_*.csv")):
        text = path.read_bytes().decode("cp950", errors="replace")
        tables.append(pd.read_csv(io.StringIO(text), dtype=str).dropna(how="all"))
    return pd.concat(tables)["發生地點"].tolist()


@pytest.fixture(scope="module")
def villages(cities):
    return gpd.read_file(cities / "taipei" / "taipei_village.geojson", ignore_geometry=True)


def plain(text):
    return "".join((text if isinstance(text, str) else "").split()).replace("臺", "台")


def test_the_thefts_of_taipei_find_the_village_their_address_names(city, thefts, villages):
    columns = {"district_name": villages["TNAME"], "name": villages["VNAME"]}
    city.put("community", columns)
    city.put("event", {"address": [t if isinstance(t, str) else None for t in thefts]})
    report = join(city.store, "event", "community", "name")
    names = [plain(d + v) for d, v in zip(*columns.values(), strict=True)]
    expected = [next((n for n, name in enumerate(names) if name in plain(t)), None) for t in thefts]
    assert city.keys("event", "community") == expected
    assert (report.left_rows, report.matched) == (11_490, 4_988)
    assert report.on == "address~district_name+name"


def test_the_thefts_of_taipei_find_the_district_their_address_names(city, thefts, villages):
    districts = sorted(set(villages["TNAME"]))
    city.put("district", {"name": districts})
    city.put("event", {"address": [t if isinstance(t, str) else None for t in thefts]})
    report = join(city.store, "event", "district", "name")
    expected = [next((n for n, d in enumerate(districts) if d in plain(t)), None) for t in thefts]
    assert city.keys("event", "district") == expected
    assert report.matched == sum(row is not None for row in expected) == 11_439
    assert report.unmatched["empty"] == 1


def test_an_example_of_an_address_names_no_door(city):
    city.put("community", {"district_name": ["大安區"], "name": ["敦煌里"]})
    city.put("event", {"address": ["臺北市仁愛路4段266巷30號"]})
    report = join(city.store, "event", "community", "name")
    (example,) = next(iter(report.examples.values()))
    assert example.value == "臺北市仁愛路*段***巷**號"
