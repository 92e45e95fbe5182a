"""Measures of real cities equal what pandas computes from the raw files."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from gridloom_analytics.measures import evaluate


@pytest.fixture(scope="module")
def boston(cities, new_store, write):
    """A store with tracts and requests, and the requests as pandas reads them."""
    store = new_store("EPSG:26986")
    tracts = gpd.read_file(cities / "boston" / "tracts.geojson").to_crs(26986)
    raw = pd.read_csv(cities / "boston" / "boston311_2015_slim.csv.gz", dtype=str)
    times = {name: pd.to_datetime(raw[name], format="%m/%d/%Y %I:%M:%S %p") for name in
             ("OPEN_DT", "CLOSED_DT")}  # fmt: skip
    places = gpd.points_from_xy(raw["LONGITUDE"], raw["LATITUDE"], crs=4326).to_crs(26986)
    requests = gpd.GeoDataFrame(
        {
            "code": raw["CASE_ENQUIRY_ID"],
            "kind": raw["TYPE"],
            "reported_at": times["OPEN_DT"].astype("datetime64[us]"),
            "closed_at": times["CLOSED_DT"].astype("datetime64[us]"),
        },
        geometry=places,
    )
    joined = gpd.sjoin(requests, tracts[["geometry"]], predicate="within")["index_right"]
    requests["community_key"] = joined[~joined.index.duplicated()].astype("Int64")
    tracts = tracts[["geometry"]].assign(code=tracts[".region_id"])
    write(store, "community", "community", tracts[["code", "geometry"]])
    write(store, "event", "event", requests)
    return store, tracts, requests


def test_the_share_of_requests_that_took_over_a_week_by_tract(boston):
    store, tracts, requests = boston
    took = requests["closed_at"] - requests["reported_at"]
    long = (took > pd.Timedelta(days=7)).groupby(requests["community_key"]).mean()
    found = evaluate(store, "share(event where days(reported_at, closed_at) > 7) by tract")
    np.testing.assert_allclose(found.frame["value"], long.reindex(tracts.index), rtol=1e-12)


def test_requests_per_square_kilometre_by_tract(boston):
    store, tracts, requests = boston
    counts = requests["community_key"].value_counts().reindex(tracts.index, fill_value=0)
    found = evaluate(store, "density(服务请求) by 社区").frame["value"]
    np.testing.assert_allclose(found, counts / (tracts.area / 1e6), rtol=1e-9)


def test_the_share_of_residents_over_64_by_village_of_taipei(cities, new_store, write):
    store = new_store("EPSG:3826")
    villages = gpd.read_file(cities / "taipei" / "taipei_village.geojson").to_crs(3826)
    villages["geometry"] = villages.make_valid().buffer(0)
    key = (villages["TNAME"] + villages["VNAME"]).rename("key")
    census = pd.read_csv(cities / "taipei" / "tw_village_population_docs_cunli_2021_03.csv")
    census = census[census["區域"].str.startswith("臺北市")].reset_index(drop=True)
    census["village_key"] = (census["區域"].str[3:] + census["村里"]).map(
        pd.Series(key.index, index=key)
    ).astype("Int64")  # fmt: skip
    write(store, "village", "community", villages[["geometry"]].assign(name=key))
    write(store, "census", "statistics", census[["人口", "超過64歲", "village_key"]])
    text = "sum(census.超過64歲) / sum(人口 of census) * 100 by village"
    found = evaluate(store, text)
    sums = census.groupby("village_key")[["超過64歲", "人口"]].sum()
    expected = (sums["超過64歲"] / sums["人口"] * 100).reindex(villages.index)
    np.testing.assert_allclose(found.frame["value"], expected, rtol=1e-12)
    assert found.unit == "%"
    assert found.coverage["sum(census.超過64歲)"] == (455, 456)
