"""The files that real cities publish, with all their faults."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gridloom_layers.errors import BadInput
from gridloom_layers.importing import ImportOptions, ImportReport, import_source
from gridloom_layers.workspace import FolderStore

Make = Callable[[str, str], FolderStore]
CRIMES = ("bicycle", "car", "motorcycle", "residential", "snatching")


def take(store: FolderStore, path: Path, role: str, **options: object) -> ImportReport:
    """Import a file; its report must add up."""
    report = import_source(store, path, ImportOptions(role, **options))  # pyright: ignore
    assert report.read == report.loaded + sum(report.quarantined.values()) + report.blank
    return report


def test_taipei_villages_two_of_them_repaired(make_store: Make, cities: Path) -> None:
    store = make_store("EPSG:3826", "2026-01-01")
    path = cities / "taipei" / "taipei_village.geojson"
    report = take(store, path, "community")
    raw = gpd.read_file(path)
    assert report.loaded == len(raw) == 456
    assert report.repaired == {"self-intersection": int((~raw.is_valid).sum())}
    layer = store.layer("community", ["name", "district_name"])
    assert layer.geometry.is_valid.all()
    valid = raw.is_valid.to_numpy()
    expected = raw.to_crs(3826).area.to_numpy()[valid]
    assert layer.area.to_numpy()[valid] == pytest.approx(expected, rel=1e-9)
    assert layer["name"].tolist() == raw["VNAME"].tolist()


def test_taipei_population_is_a_table_of_numbers(make_store: Make, cities: Path) -> None:
    store = make_store("EPSG:3826", "2026-01-01")
    path = cities / "taipei" / "tw_village_population_docs_cunli_2021_03.csv"
    report = take(store, path, "statistics")
    table = store.attributes("statistics").to_pandas()
    assert report.loaded == 7761
    assert table["人口"].sum() == pd.read_csv(path)["人口"].sum()
    assert table["district_name"].iloc[0] == "新北市板橋區"


def test_taipei_street_trees_from_twd97(make_store: Make, cities: Path) -> None:
    store = make_store("EPSG:3826", "2026-01-01")
    path = cities / "taipei" / "street_trees.csv.gz"
    with pytest.raises(BadInput) as found:
        take(store, path, "component")
    assert found.value.code == "no-crs"
    assert take(store, path, "component", crs="EPSG:3826").loaded == 91_313
    raw = pd.read_csv(path)
    layer = store.layer("component", ["code"])
    assert layer["code"].tolist() == raw["TreeID"].tolist()
    assert layer.geometry.x.to_numpy() == pytest.approx(raw["TWD97X"].to_numpy(), abs=1e-6)


def test_taipei_thefts_blank_rows_counted_and_one_date_implausible(
    make_store: Make, cities: Path
) -> None:
    store = make_store("EPSG:3826", "2026-01-01")
    reports = [take(store, cities / "taipei" / f"crime_{kind}.csv", "event") for kind in CRIMES]
    assert {report.encoding for report in reports} == {"cp950"}
    assert sum(report.blank for report in reports) == 2705
    assert sum(report.loaded for report in reports) == 11_489
    assert reports[2].quarantined == {"implausible date": 1}
    aside = store.quarantined(3).to_pylist()[0]
    assert (aside["value"], aside["column"], aside["source"]) == (
        "110420", "發生日期", "crime_motorcycle.csv",
    )  # fmt: skip
    table = store.attributes("event", ["reported_at", "class_name"]).to_pandas()
    raw = pd.concat(
        pd.read_csv(cities / "taipei" / f"crime_{k}.csv", encoding="cp950", dtype=str)
        for k in CRIMES
    )
    years = (raw["發生日期"].dropna().str[:-4].astype(int) + 1911).value_counts().drop(1922)
    assert table["reported_at"].dt.year.value_counts().to_dict() == years.to_dict()


def test_boston_requests_and_tracts(make_store: Make, cities: Path) -> None:
    store = make_store("EPSG:26986", "2016-01-01")
    assert take(store, cities / "boston" / "tracts.geojson", "community").loaded == 168
    path = cities / "boston" / "boston311_2015_slim.csv.gz"
    assert take(store, path, "event").loaded == 121_145
    raw = pd.read_csv(path, dtype=str)
    form = "%m/%d/%Y %I:%M:%S %p"
    for ours, theirs in (("reported_at", "OPEN_DT"), ("closed_at", "CLOSED_DT")):
        found = store.attributes("event", [ours])[ours].to_pandas()
        expected = pd.to_datetime(raw[theirs], format=form)
        assert (found.to_numpy() == expected.to_numpy())[expected.notna()].all()
        assert found.isna().sum() == expected.isna().sum()
    within = shapely.union_all(store.layer("community").geometry.to_numpy()).buffer(2000)
    points = store.layer("event").geometry.to_numpy()
    assert shapely.contains(within, points[~shapely.is_missing(points)]).mean() > 0.99


def test_shenzhen_districts_out_of_gcj02(make_store: Make, cities: Path) -> None:
    store = make_store("EPSG:4547", "2026-01-01")
    folder = cities / "shenzhen"
    report = take(store, folder / "districts_gcj02.geojson", "district", datum="gcj02")
    take(store, folder / "districts_wgs84.geojson", "district", name="true")
    assert report.repaired == {"self-intersection": 8}
    take(store, folder / "districts_gcj02.geojson", "district", name="as-given")
    true = store.layer("true", ["name"])
    true = true.set_index(true["name"] + "区").geometry
    for name in ("罗湖区", "福田区", "南山区", "盐田区", "坪山区", "龙华区"):
        assert overlap(store, "as-given", name, true[name]) < 0.85
        assert overlap(store, "district", name, true[name]) > 0.94


def overlap(store: FolderStore, table: str, name: str, true: shapely.Geometry) -> float:
    """Return the area that a district shares with its true outline, by that of both."""
    layer = store.layer(table, ["name"]).set_index("name").geometry
    return layer[name].intersection(true).area / layer[name].union(true).area


def test_shenzhen_cells_without_a_crs(make_store: Make, cities: Path) -> None:
    store = make_store("EPSG:4547", "2026-01-01")
    path = cities / "shenzhen" / "grid_500m" / "grid.shp"
    with pytest.raises(BadInput) as found:
        take(store, path, "grid")
    assert found.value.code == "no-crs"
    assert take(store, path, "grid", crs="EPSG:4326", scheme="500m").loaded == 9005
    assert store.layer("grid-500m").area.median() == pytest.approx(250_000, rel=0.05)


def test_shanghai_districts_in_gbk(make_store: Make, cities: Path) -> None:
    store = make_store("EPSG:4549", "2026-01-01")
    path = cities / "shanghai" / "districts_gbk" / "区县界_area.shp"
    assert take(store, path, "district").loaded == 17
    table = store.attributes("district", ["name", "code"]).to_pandas()
    assert table.set_index("name")["code"]["宝山区"] == "310113"


def test_helsinki_buildings_from_osm(make_store: Make, cities: Path) -> None:
    store = make_store("EPSG:3879", "2026-01-01")
    report = take(store, cities / "helsinki" / "Helsinki.osm.pbf", "building")
    assert (report.layer, report.read) == ("multipolygons", 494)
    assert report.loaded > 470
    assert "other_tags" in store.table("building").field_names
    lamps = take(store, cities / "helsinki" / "Helsinki.osm.pbf", "component")
    assert (lamps.layer, store.table("component").geometry) == ("points", "point")


def test_zhongli_lamps_with_broken_coordinates(make_store: Make, cities: Path) -> None:
    store = make_store("EPSG:3826", "2026-01-01")
    path = cities / "zhongli" / "street_lamps.csv"
    report = take(store, path, "component", crs="EPSG:3826")
    raw = pd.read_csv(path, dtype=str)
    x, y = raw["X"].astype(float), raw["Y"].astype(float)
    assert report.notes["no position (0, 0)"] == ((x == 0) & (y == 0)).sum()
    assert report.notes["no coordinates"] == (x.isna() | y.isna()).sum()
    assert (report.loaded, report.quarantined) == (25_711, {"impossible coordinates": 13})
    assert np.isfinite(store.table("component").extent or [np.nan]).all()


def test_tokyo_buildings_in_a_zip(make_store: Make, cities: Path) -> None:
    store = make_store("EPSG:6677", "2026-01-01")
    report = take(store, cities / "tokyo" / "buildings_5wards.gpkg.zip", "building")
    assert (report.loaded, report.source) == (146_026, "buildings_5wards.gpkg.zip")
    assert store.table("building").geometry == "area"


def test_json_records_at_zero_have_no_place(make_store: Make, cities: Path) -> None:
    store = make_store("EPSG:3826", "2026-01-01")
    path = cities / "taipei" / "community-recycling-stations.json"
    raw = pd.read_json(path)
    report = take(store, path, "facility")
    zeros = int(((raw["longitude"] == 0) & (raw["latitude"] == 0)).sum())
    assert (report.loaded, report.notes["no position (0, 0)"]) == (len(raw), zeros)
