"""The committed seeds: real boundaries, names, codes of Shenzhen; names for made-up people."""

import json
import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Transformer

from gridloom_data import data_path
from gridloom_layers.coordinates import to_wgs84

CITY_CRS = "EPSG:4547"
HALF_CELL = 0.5 / 1024
DAPENG = "440312"
"""Made-up district code: 大鹏新区 has none in GB/T 2260, its streets keep the codes of 440307."""
DAPENG_STREETS = ("440307009", "440307010", "440307011")
_COMMITTEE = re.compile(r"(社区)?(居民委员会|居委会|居委)$")


@dataclass(frozen=True)
class Boundary:
    """A district of the source: code, name, and geometry in GCJ-02, as broken as it came."""

    code: str
    name: str
    geometry: shapely.Geometry


def read_table(*parts: str) -> pd.DataFrame:
    """Return a committed table; every column is text."""
    return pd.read_csv(data_path(*parts), dtype=str, keep_default_na=False)


def boundaries() -> list[Boundary]:
    """Return the 8 districts of the source."""
    text = data_path("shenzhen", "districts_gcj02.geojson").read_text(encoding="utf-8")
    return [
        Boundary(
            feature["properties"]["code"],
            feature["properties"]["name"],
            shapely.from_geojson(json.dumps(feature["geometry"])),
        )
        for feature in json.loads(text)["features"]
    ]


@cache
def _to_city() -> Transformer:
    return Transformer.from_crs("EPSG:4326", CITY_CRS, always_xy=True)


def project(longitude: npt.ArrayLike, latitude: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return WGS84 degrees as (n, 2) metres of EPSG:4547."""
    return np.column_stack(_to_city().transform(longitude, latitude))


def unproject(xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return metres of EPSG:4547 as (n, 2) degrees of WGS84, longitude first."""
    return np.column_stack(_to_city().transform(xy[:, 0], xy[:, 1], direction="INVERSE"))


def from_source(geometry: shapely.Geometry) -> shapely.Geometry:
    """Return a boundary of the source (GCJ-02, on its raster) in EPSG:4547.

    The source's vertices lie half a raster cell too far north and east: taking that off raises
    the overlap of every district with an independent boundary.
    """

    def moved(xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        x, y = (xy - HALF_CELL).T
        return project(*to_wgs84(x, y, "gcj02"))

    return shapely.transform(geometry, moved)


def districts() -> pd.DataFrame:
    """Return the 10 districts: code, name, population_10k (census of 2020)."""
    table = read_table("shenzhen", "districts.csv")
    return table.assign(population_10k=table["population_10k"].astype(float))


def streets() -> pd.DataFrame:
    """Return the 79 streets: code, name, district_code, x, y (metres; about where its seat is).

    The district of the three streets of 大鹏新区 is that of life, not that of their code.
    """
    table = read_table("shenzhen", "streets.csv").rename(columns={"division": "district_code"})
    table.loc[table["code"].isin(DAPENG_STREETS), "district_code"] = DAPENG
    seats = read_table("shenzhen", "street_seats.csv").set_index("street_code").loc[table["code"]]
    xy = project(seats["longitude"].astype(float), seats["latitude"].astype(float))
    return table.assign(x=xy[:, 0], y=xy[:, 1])


def communities() -> pd.DataFrame:
    """Return the 788 communities: code, name (as people say it), street_code."""
    table = read_table("shenzhen", "communities.csv")
    return table.assign(name=[community_name(name) for name in table["name"]])


def community_name(committee: str) -> str:
    """Return the community's name from that of its residents' committee.

    >>> community_name("桂木园社区居民委员会"), community_name("小梅沙居委会")
    ('桂木园社区', '小梅沙社区')
    """
    name = _COMMITTEE.sub("", committee)
    return name if "社区" in name else f"{name}社区"
