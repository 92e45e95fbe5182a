"""Taipei as a planner would do it, through the command only, against plain pandas and esda."""

import io
import json
from pathlib import Path

import esda
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from PIL import Image
from pypdf import PdfReader

from .conftest import queen

THEFTS = ("bicycle", "car", "motorcycle", "residential", "snatching")


@pytest.fixture(scope="module")
def taipei(cities: Path) -> Path:
    return cities / "taipei"


@pytest.fixture(scope="module")
def villages(taipei: Path) -> gpd.GeoDataFrame:
    """The villages with their population, joined by pandas."""
    frame = gpd.read_file(taipei / "taipei_village.geojson").to_crs(3826)
    frame["geometry"] = frame.geometry.make_valid(method="structure")
    frame["code"] = frame["NPTVID"].astype(int).astype(str)
    people = pd.read_csv(taipei / "tw_village_population_docs_cunli_2021_03.csv")
    keys = (people["區域"] + people["村里"]).str.replace("台", "臺")
    frame["key"] = (frame["PTNAME"] + frame["VNAME"]).str.replace("台", "臺")
    return frame.merge(people.assign(key=keys), on="key", how="left")


@pytest.fixture(scope="module")
def thefts(taipei: Path) -> pd.DataFrame:
    """The thefts with the district and the village that their address names, by plain Python."""
    files = [taipei / f"crime_{kind}.csv" for kind in THEFTS]
    texts = [file.read_bytes().decode("cp950", "replace") for file in files]
    frame = pd.concat([pd.read_csv(io.StringIO(text), dtype=str) for text in texts])
    frame = frame.dropna(subset=["發生日期", "發生地點"], how="all")
    frame["address"] = frame["發生地點"].fillna("").str.replace("台", "臺")
    return frame[frame["發生日期"].str.len() == 7]


@pytest.fixture(scope="module")
def city(taipei: Path, tmp_path_factory: pytest.TempPathFactory, gridloom) -> Path:
    """A workspace of Taipei, made by commands."""
    path = tmp_path_factory.mktemp("taipei") / "taipei.gridloom"
    gridloom("create", path, "--crs", "EPSG:3826", "--data-date", "2026-01-01")
    return path


@pytest.fixture(scope="module")
def imports(city: Path, taipei: Path, gridloom) -> dict[str, dict]:
    """The import reports, by what was imported."""
    names = ["--map", "name=VNAME", "--map", "district_name=PTNAME", "--map", "code=NPTVID"]
    sources = {
        "districts": ("taipei_town.geojson", "district", []),
        "villages": ("taipei_village.geojson", "community", names),
        "population": ("tw_village_population_docs_cunli_2021_03.csv", "statistics", []),
        "trees": ("street_trees.csv.gz", "component", ["--crs", "EPSG:3826"]),
    } | {kind: (f"crime_{kind}.csv", "event", []) for kind in THEFTS}
    return {
        name: gridloom("import", city, taipei / file, "--role", role, *options, "--json")
        for name, (file, role, options) in sources.items()
    }


@pytest.fixture(scope="module")
def joins(city: Path, imports, gridloom) -> dict[str, dict]:
    """The join reports, by what was joined."""
    names = "district+village=區域+里"
    pairs = {
        "population": ("community", "statistics", "name", ["--on", names]),
        "district": ("community", "district", "place", []),
        "trees": ("component", "community", "place", []),
        "villages": ("event", "community", "name", ["--on", "address=district_name+name"]),
        "districts": ("event", "district", "name", ["--on", "address=name"]),
    }
    return {
        name: gridloom("join", city, left, right, "--by", by, *options, "--json")
        for name, (left, right, by, options) in pairs.items()
    }


def test_every_row_read_is_loaded_quarantined_or_blank(imports) -> None:
    for report in imports.values():
        assert (
            report["read"]
            == report["loaded"] + sum(report["quarantined"].values()) + (report["blank"])
        )


def test_456_villages_are_loaded_and_2_geometries_repaired(imports) -> None:
    assert imports["villages"]["loaded"] == 456
    assert sum(imports["villages"]["repaired"].values()) == 2


def test_the_blank_rows_and_the_implausible_date_of_the_thefts_are_counted(imports) -> None:
    assert imports["car"]["blank"] == 2705
    assert sum(imports["motorcycle"]["quarantined"].values()) == 1
    assert sum(imports[kind]["loaded"] for kind in THEFTS) == 11_489


def test_the_thefts_are_read_as_big5(imports) -> None:
    assert {imports[kind]["encoding"].lower() for kind in THEFTS} <= {"big5", "cp950"}


def test_455_of_456_villages_have_a_population_and_the_odd_one_is_named(joins) -> None:
    report = joins["population"]
    assert (report["left_rows"], report["matched"]) == (456, 455)
    assert "糖蔀里" in json.dumps(report["examples"], ensure_ascii=False)


def test_the_thefts_are_placed_at_the_level_that_the_address_names(joins, thefts, villages) -> None:
    named = set((villages["TNAME"] + villages["VNAME"]).str.replace("台", "臺"))
    by_village = thefts["address"].map(lambda text: any(name in text for name in named))
    districts = set(villages["TNAME"])
    by_district = thefts["address"].map(lambda text: any(name in text for name in districts))
    assert joins["villages"]["matched"] == by_village.sum()
    assert joins["districts"]["matched"] == by_district.sum()


@pytest.fixture(scope="module")
def elderly(city: Path, joins, gridloom) -> Path:
    """The hot spots of the share of elderly, kept as ``old`` and written to a file."""
    measure = "sum(statistics.超過64歲) / sum(statistics.人口) by community"
    gridloom("measure", city, "elderly", measure)
    out = city.with_name("elderly.parquet")
    gridloom(
        "run", city, "hotspots", "--layer", "community", "--set", "value=elderly",
        "--set", "neighbours=queen", "--set", "permutations=0", "--name", "old", "--out", out,
    )  # fmt: skip
    return out


def test_the_share_of_elderly_and_its_hot_spots_are_esdas(elderly: Path, villages) -> None:
    known = villages[villages["人口"].notna()].reset_index(drop=True)
    share = known["超過64歲"] / known["人口"]
    theirs = esda.G_Local(share, queen(known), transform="B", star=True, permutations=0)
    ours = pd.read_parquet(elderly).dropna(subset=["value"])
    np.testing.assert_allclose(np.sort(ours["value"]), np.sort(share), rtol=1e-12)
    np.testing.assert_allclose(np.sort(ours["z"]), np.sort(theirs.Zs), rtol=1e-9)


def test_trees_are_counted_by_village_and_per_km2(
    city: Path, joins, taipei: Path, villages, gridloom
) -> None:
    trees = pd.read_csv(taipei / "street_trees.csv.gz")
    points = gpd.GeoDataFrame(
        trees, geometry=gpd.points_from_xy(trees["TWD97X"], trees["TWD97Y"]), crs=3826
    )
    areas = villages[["code", "geometry"]]
    hits = points.sjoin(areas, predicate="within")
    answer = gridloom("measure", city, "trees", "count(component) by community", "--json")
    values = {row["code"]: row["value"] for row in answer["values"]}
    expected = hits["code"].value_counts()
    density = gridloom("measure", city, "tree_density", "density(component) by community", "--json")
    per_km2 = {row["code"]: row["value"] for row in density["values"]}
    square_km = areas.set_index("code").area / 1e6
    assert joins["trees"]["matched"] == len(hits)
    assert per_km2 == pytest.approx(
        (expected.reindex(square_km.index).fillna(0) / square_km).to_dict()
    )
    assert values == {code: expected.get(code, 0) for code in areas["code"]}


def test_the_rate_of_placing_is_told_by_type_and_year(
    city: Path, joins, thefts, villages, gridloom
) -> None:
    by = "class_name,year(reported_at),placed(community)"
    answer = gridloom("query", city, "event", "--by", by, "--limit", 0, "--json")
    kind, year, placed = by.split(",")
    ours = {(row[kind], row[year]): row["count"] for row in answer["counts"] if row[placed]}
    named = set((villages["TNAME"] + villages["VNAME"]).str.replace("台", "臺"))
    there = thefts[thefts["address"].map(lambda text: any(name in text for name in named))]
    expected = there.groupby(["案類", there["發生日期"].str[:3].astype(int) + 1911]).size()
    assert ours == expected.to_dict()


def test_asking_for_village_hot_spots_of_thefts_warns_that_most_are_not_placed(
    city: Path, joins, gridloom
) -> None:
    answer = gridloom(
        "run", city, "hotspots", "--layer", "community", "--set", "value=count(event)", "--json"
    )
    assert any("43" in warning["en"] for warning in answer["warnings"])


def test_theft_rates_by_district_are_pandas_own(
    city: Path, joins, thefts, villages, gridloom
) -> None:
    text = "count(event) / sum(statistics.人口) * 1000 by district"
    answer = gridloom("measure", city, "theft_rate", text, "--json")
    ours = {row["name"]: row["value"] for row in answer["values"]}
    people = villages.groupby("TNAME")["人口"].sum()
    for district, population in people.items():
        count = thefts["address"].str.contains(str(district)).sum()
        assert ours[district] == pytest.approx(count / population * 1000, rel=1e-12)


def test_the_workbook_holds_the_share_of_elderly_of_each_village(
    city: Path, elderly: Path, villages, gridloom, tmp_path: Path
) -> None:
    book = tmp_path / "old.xlsx"
    gridloom("publish", city, "workbook", "--result", "old", "--out", book)
    sheet = pd.read_excel(book, "Values", dtype={"code": str}, engine="calamine")
    ours = sheet.set_index("code")["value"]
    expected = villages.set_index("code").eval("`超過64歲` / `人口`")
    pd.testing.assert_series_equal(ours, expected.loc[ours.index], check_names=False, rtol=1e-12)


def test_the_web_map_and_the_sheet_name_what_they_show(
    city: Path, elderly: Path, gridloom, tmp_path: Path
) -> None:
    files = [tmp_path / "old.html", tmp_path / "old.png", tmp_path / "old.pdf"]
    for file, kind in zip(files, ("web-map", "sheet", "sheet"), strict=True):
        gridloom("publish", city, kind, "--result", "old", "--out", file)
    page, _, pdf = files
    assert "誠安里" in page.read_text(encoding="utf-8")
    assert "elderly" in "".join(sheet.extract_text() for sheet in PdfReader(pdf).pages)
    assert Image.open(files[1]).width > 2000
