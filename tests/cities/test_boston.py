"""Boston as a planner would do it, through the command only, against plain pandas and esda."""

from pathlib import Path

import esda
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from .conftest import queen

WEEK = 7
TIME = "%m/%d/%Y %I:%M:%S %p"


@pytest.fixture(scope="module")
def boston(cities: Path) -> Path:
    return cities / "boston"


@pytest.fixture(scope="module")
def tracts(boston: Path) -> gpd.GeoDataFrame:
    """The tracts with their requests counted by geopandas."""
    frame = gpd.read_file(boston / "tracts.geojson").to_crs(26986)
    requests = pd.read_csv(boston / "boston311_2015_slim.csv.gz")
    places = gpd.points_from_xy(requests["LONGITUDE"], requests["LATITUDE"])
    points = gpd.GeoDataFrame(requests, geometry=places, crs=4326).to_crs(26986)
    hits = points.sjoin(frame, predicate="within")
    opened, closed = (
        pd.to_datetime(hits[name], format="%m/%d/%Y %I:%M:%S %p")
        for name in ("OPEN_DT", "CLOSED_DT")
    )
    late = (closed - opened) > pd.Timedelta(days=WEEK)
    by_tract = pd.DataFrame({"n": 1, "late": late, "tract": hits[".region_id"]})
    counts = by_tract.groupby("tract").sum().reindex(frame[".region_id"]).fillna(0)
    return frame.assign(requests=counts["n"].to_numpy(), late=counts["late"].to_numpy())


@pytest.fixture(scope="module")
def city(boston: Path, tmp_path_factory: pytest.TempPathFactory, gridloom) -> Path:
    """A workspace of Boston, made by commands."""
    path = tmp_path_factory.mktemp("boston") / "boston.gridloom"
    gridloom("create", path, "--crs", "EPSG:26986", "--data-date", "2016-01-01")
    code = ["--map", "code=.region_id"]
    gridloom("import", path, boston / "tracts.geojson", "--role", "community", *code)
    gridloom("import", path, boston / "boston311_2015_slim.csv.gz", "--role", "event")
    gridloom("join", path, "event", "community", "--by", "place")
    return path


def hot_spots(city: Path, value: str, out: Path, gridloom) -> pd.DataFrame:
    gridloom(
        "run", city, "hotspots", "--layer", "community", "--set", f"value={value}",
        "--set", "neighbours=queen", "--set", "permutations=0", "--out", out,
    )  # fmt: skip
    return pd.read_parquet(out).set_index("code")


def check(ours: pd.DataFrame, tracts: gpd.GeoDataFrame, value: pd.Series) -> None:
    known = tracts[value.notna()].reset_index(drop=True)
    y = value[value.notna()].to_numpy()
    theirs = esda.G_Local(y, queen(known), transform="B", star=True, permutations=0)
    ours = ours.loc[known[".region_id"]]
    np.testing.assert_allclose(ours["value"], y, rtol=1e-9)
    np.testing.assert_allclose(ours["z"], theirs.Zs, rtol=1e-6)


def test_all_requests_are_loaded(city: Path, gridloom) -> None:
    described = gridloom("describe", city, "--json")
    rows = {table["name"]: table["rows"] for table in described["tables"]}
    assert rows == {"community": 168, "event": 121_145}


def test_hot_spots_of_requests_per_km2_are_esdas(city, tracts, gridloom, tmp_path: Path) -> None:
    ours = hot_spots(city, "density(event)", tmp_path / "density.parquet", gridloom)
    check(ours, tracts, tracts["requests"] / (tracts.area / 1e6))


def test_hot_spots_of_the_share_closed_late_are_esdas(
    city, tracts, gridloom, tmp_path: Path
) -> None:
    late = "share(event where days(reported_at, closed_at) > 7)"
    ours = hot_spots(city, late, tmp_path / "late.parquet", gridloom)
    check(ours, tracts, (tracts["late"] / tracts["requests"]).where(tracts["requests"] > 0))


@pytest.mark.parametrize(("kind", "ending"), [("web-map", "html"), ("sheet", "pdf")])
def test_boston_leaves_maps(city: Path, gridloom, tmp_path: Path, kind: str, ending: str) -> None:
    out = tmp_path / f"boston.{ending}"
    gridloom("publish", city, kind, "--measure", "density(event) by community", "--out", out)
    assert out.stat().st_size > 20_000


def test_the_workbook_of_boston_holds_the_requests_of_each_tract(
    city: Path, tracts, gridloom, tmp_path: Path
) -> None:
    out = tmp_path / "boston.xlsx"
    gridloom("publish", city, "workbook", "--measure", "count(event) by community", "--out", out)
    sheet = pd.read_excel(out, sheet_name="Values", dtype={"code": str}, engine="calamine")
    ours = sheet.set_index("code")["count of event, by community"]
    assert ours.to_dict() == tracts.set_index(".region_id")["requests"].to_dict()
