"""The map layers of the city as departments send them."""

from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely

from gridloom_sample.city import City
from gridloom_sample.faults import Record
from gridloom_sample.seeds import CITY_CRS
from gridloom_sample.sources import layers
from gridloom_sample.sources.catalogue import Entry
from gridloom_sample.sources.clock import DATA_DATE
from gridloom_sample.text import text_of

MADE = "模拟数据"
BOW_TIES = 0.0005
FEWEST_BOW_TIES = 8
PLANNING = "市规划和自然资源局"


def write_maps(
    city: City, folder: Path, rng: np.random.Generator
) -> tuple[list[Entry], list[Record]]:
    """Write every map layer; return the entries of the manifest and the faults planted."""
    ground = city.ground
    district_names = ground.districts.table["name"].to_numpy()
    street = _framed(_street_columns(ground.streets.table, district_names), ground.streets.areas)
    entries = []
    district = _framed(
        ground.districts.table[["code", "name"]].set_axis(["区划代码", "区名称"], axis=1),
        ground.districts.areas,
    )
    layers.write_geojson(district, folder / "行政区_民政局.geojson")
    entries.append(
        _entry(
            "行政区_民政局.geojson",
            "district",
            "UTF-8",
            "wgs84",
            "EPSG:4326",
            len(district),
            "市民政局",
        )
    )
    layers.write_shapefile(street, folder / "街道_民政局.shp")
    entries.append(
        _entry("街道_民政局.shp", "street", "GBK", "cgcs2000", CITY_CRS, len(street), "市民政局")
    )
    community = _framed(_community_columns(city), ground.communities.areas)
    layers.write_geopackage(community, folder / "社区_政法委.gpkg", "社区")
    entries.append(
        _entry(
            "社区_政法委.gpkg",
            "community",
            None,
            "cgcs2000",
            CITY_CRS,
            len(community),
            "市委政法委",
            "社区",
        )
    )
    grid = _framed(_grid_columns(ground.grids.table), ground.grids.areas)
    layers.write_zipped_shapefile(grid, folder / "网格_网格办.zip")
    entries.append(
        _entry(
            "网格_网格办.zip",
            "grid",
            "GBK",
            "cgcs2000",
            CITY_CRS,
            len(grid),
            "市委政法委网格办",
            scheme="基础网格",
        )
    )
    building, records = _buildings(city, rng)
    layers.write_geopackage(building, folder / "楼栋_规划局.gpkg", "楼栋")
    entries.append(
        _entry(
            "楼栋_规划局.gpkg",
            "building",
            None,
            "cgcs2000",
            CITY_CRS,
            len(building),
            PLANNING,
            "楼栋",
        )
    )
    return entries, records


def _entry(
    file: str,
    role: str,
    encoding: str | None,
    datum: str,
    crs: str,
    rows: int,
    department: str,
    layer: str | None = None,
    scheme: str | None = None,
) -> Entry:
    options = {"as_of": DATA_DATE.isoformat(), "mode": "new"}
    if scheme:
        options["scheme"] = scheme
    suffix = Path(file).suffix[1:]
    return Entry(file, role, role, layer, suffix, encoding, datum, crs, department, rows, options)


def _framed(table: pd.DataFrame, areas: np.ndarray) -> geopandas.GeoDataFrame:
    table = table.assign(数据来源=MADE)
    return geopandas.GeoDataFrame(table, geometry=areas, crs=CITY_CRS)


def _street_columns(streets: pd.DataFrame, district_names: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "街道代码": streets["code"],
            "街道名称": streets["name"],
            "区代码": streets["district_code"],
            "区名称": district_names[streets["district"]],
        }
    )


def _community_columns(city: City) -> pd.DataFrame:
    table, parent = city.ground.communities.table, city.ground.communities.parent
    streets = city.ground.streets.table.iloc[parent]
    district_names = city.ground.districts.table["name"].to_numpy()
    return pd.DataFrame(
        {
            "社区代码": table["code"],
            "社区名称": table["name"],
            "街道代码": table["street_code"],
            "街道名称": streets["name"].to_numpy(),
            "区代码": streets["district_code"].to_numpy(),
            "区名称": district_names[streets["district"]],
        }
    )


def _grid_columns(grids: pd.DataFrame) -> pd.DataFrame:
    return grids[["code", "name", "community_code"]].set_axis(
        ["网格编码", "网格名称", "社区代码"], axis=1
    )


def _buildings(city: City, rng: np.random.Generator) -> tuple[geopandas.GeoDataFrame, list[Record]]:
    stock = city.stock
    areas = stock.footprints.areas.copy()
    records = _bow_ties(areas, rng)
    ground_area = shapely.area(stock.footprints.areas)
    codes = text_of(stock.code)
    table = pd.DataFrame(
        {
            "楼栋编码": codes.to_numpy(zero_copy_only=False),
            "坐落": stock.address.to_numpy(zero_copy_only=False),
            "总层数": stock.floors.astype(np.int32),
            "建筑高度": np.round(stock.floors * 3.1, 1),
            "建筑面积": np.round(ground_area * stock.floors, 1),
            "用途": city.land.uses["name"].to_numpy()[stock.use],
            "建成年份": stock.year.astype(np.int32),
            "所属网格": city.ground.grids.table["code"].to_numpy()[stock.grid],
        }
    )
    return _framed(table, areas), records


def _bow_ties(areas: np.ndarray, rng: np.random.Generator) -> list[Record]:
    """Cross two corners of some rectangles; return the record of them."""
    count = max(FEWEST_BOW_TIES, round(len(areas) * BOW_TIES))
    four_sided = np.flatnonzero(shapely.get_num_coordinates(areas) == 5)
    rows = np.sort(rng.choice(four_sided, count, replace=False))
    for row in rows:
        a, b, c, d, _ = shapely.get_coordinates(areas[row])
        areas[row] = shapely.Polygon([a, c, b, d])
    return [Record("楼栋_规划局.gpkg", "bow-tie", "geometry", int(row) + 1, "", "") for row in rows]
