"""The map layers of the city as departments send them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely

from gridloom_sample.city import City
from gridloom_sample.faults import Record
from gridloom_sample.people.persons import MADE
from gridloom_sample.seeds import CITY_CRS
from gridloom_sample.sources import layers
from gridloom_sample.sources.catalogue import Entry
from gridloom_sample.sources.clock import DATA_DATE
from gridloom_sample.territory.coverage import Areas
from gridloom_sample.text import text_of

BOW_TIES = 0.0005
FEWEST_BOW_TIES = 8
STOREY = 3.1
"""Metres from floor to floor."""


@dataclass(frozen=True)
class MapSource:
    """A layer that a department sends, and the function that writes it."""

    role: str
    file: str
    department: str
    write: Callable[[geopandas.GeoDataFrame, Path], None]
    encoding: str | None = None
    datum: str = "cgcs2000"
    crs: str = CITY_CRS
    layer: str | None = None
    scheme: str | None = None

    def entry(self, rows: int) -> Entry:
        """Return the layer's entry of the manifest."""
        options = {"as_of": DATA_DATE.isoformat(), "mode": "new"}
        if self.scheme is not None:
            options["scheme"] = self.scheme
        return Entry(
            file=self.file,
            role=self.role,
            name=self.role,
            layer=self.layer,
            format=Path(self.file).suffix[1:],
            encoding=self.encoding,
            datum=self.datum,
            crs=self.crs,
            department=self.department,
            rows=rows,
            options=options,
        )


BUILDINGS_FILE = "楼栋_规划局.gpkg"
SOURCES = (
    MapSource(
        "district", "行政区_民政局.geojson", "市民政局", layers.write_geojson,
        encoding="utf-8", datum="wgs84", crs="EPSG:4326",
    ),
    MapSource("street", "街道_民政局.shp", "市民政局", layers.write_shapefile, encoding="gbk"),
    MapSource(
        "community", "社区_政法委.gpkg", "市委政法委", layers.write_geopackage, layer="社区_政法委",
    ),
    MapSource(
        "grid", "网格_网格办.zip", "市委政法委网格办", layers.write_zipped_shapefile,
        encoding="gbk", scheme="基础网格",
    ),
    MapSource(
        "building", BUILDINGS_FILE, "市规划和自然资源局", layers.write_geopackage,
        layer="楼栋_规划局",
    ),
)  # fmt: skip


def write_maps(
    city: City, folder: Path, rng: np.random.Generator
) -> tuple[list[Entry], list[Record]]:
    """Write every map layer; return the entries of the manifest and the faults planted."""
    building_areas = city.stock.footprints.areas.copy()
    records = _bow_ties(building_areas, rng)
    ground = city.ground
    frames = {
        "district": _framed(_district_columns(city), ground.districts.areas),
        "street": _framed(_street_columns(city), ground.streets.areas),
        "community": _framed(_community_columns(city), ground.communities.areas),
        "grid": _framed(_grid_columns(city), ground.grids.areas),
        "building": _framed(_building_columns(city), building_areas),
    }
    for source in SOURCES:
        source.write(frames[source.role], folder / source.file)
    return [source.entry(len(frames[source.role])) for source in SOURCES], records


def _framed(table: pd.DataFrame, areas: Areas) -> geopandas.GeoDataFrame:
    """Return a layer that says of every feature that it is made up."""
    return geopandas.GeoDataFrame(table.assign(数据来源=MADE), geometry=areas, crs=CITY_CRS)


def _district_columns(city: City) -> pd.DataFrame:
    table = city.ground.districts.table
    return pd.DataFrame({"区划代码": table["code"], "区名称": table["name"]})


def _street_columns(city: City) -> pd.DataFrame:
    table = city.ground.streets.table
    names = city.ground.districts.table["name"].to_numpy()
    return pd.DataFrame(
        {
            "街道代码": table["code"],
            "街道名称": table["name"],
            "区代码": table["district_code"],
            "区名称": names[table["district"]],
        }
    )


def _community_columns(city: City) -> pd.DataFrame:
    table, parent = city.ground.communities.table, city.ground.communities.parent
    above = _street_columns(city).iloc[parent].reset_index(drop=True)
    return pd.DataFrame({"社区代码": table["code"], "社区名称": table["name"]}).join(above)


def _grid_columns(city: City) -> pd.DataFrame:
    table = city.ground.grids.table
    return pd.DataFrame(
        {
            "网格编码": table["code"],
            "网格名称": table["name"],
            "社区代码": table["community_code"],
        }
    )


def _building_columns(city: City) -> pd.DataFrame:
    stock = city.stock
    built_on = shapely.area(stock.footprints.areas)
    return pd.DataFrame(
        {
            "楼栋编码": text_of(stock.code).to_numpy(zero_copy_only=False),
            "坐落": stock.address.to_numpy(zero_copy_only=False),
            "总层数": stock.floors.astype(np.int32),
            "建筑高度": np.round(stock.floors * STOREY, 1),
            "建筑面积": np.round(built_on * stock.floors, 1),
            "用途": city.land.uses["name"].to_numpy()[stock.use],
            "建成年份": stock.year.astype(np.int32),
            "所属网格": city.ground.grids.table["code"].to_numpy()[stock.grid],
        }
    )


def _bow_ties(areas: Areas, rng: np.random.Generator) -> list[Record]:
    """Cross two corners of some rectangles; return the record of them."""
    count = max(FEWEST_BOW_TIES, round(len(areas) * BOW_TIES))
    four_sided = np.flatnonzero(shapely.get_num_coordinates(areas) == 5)
    rows = np.sort(rng.choice(four_sided, count, replace=False))
    for row in rows:
        a, b, c, d, _ = shapely.get_coordinates(areas[row])
        areas[row] = shapely.Polygon([a, c, b, d])
    return [Record(BUILDINGS_FILE, "bow-tie", "geometry", int(row) + 1) for row in rows]
