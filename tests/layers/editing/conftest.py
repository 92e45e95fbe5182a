"""A small town to edit: four grids of a community, buildings and persons in them, joined."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from gridloom_layers.editing import Reason
from gridloom_layers.importing import ImportOptions, import_source
from gridloom_layers.joins import join
from gridloom_layers.workspace import FolderStore, create_workspace

CRS = "EPSG:4547"
X, Y = 500_000.0, 2_490_000.0
GRIDS = [f"440306009601{number:03d}" for number in (1, 2, 3, 4)]
BUILDINGS = [f"4403060096{number:05d}T017" for number in range(8)]
WHY = Reason("door plate seen on the spot", "Li")


def at(*place: float) -> tuple[float, float]:
    """Return a place of the town, counted in metres from its corner."""
    return X + place[0], Y + place[1]


def box(xmin: float, ymin: float, xmax: float, ymax: float) -> shapely.Polygon:
    """Return a rectangle of the town."""
    return shapely.box(*at(xmin, ymin), *at(xmax, ymax))


def save(frame: gpd.GeoDataFrame, path: Path) -> Path:
    frame.to_file(path)
    return path


def grids() -> gpd.GeoDataFrame:
    """Return four squares of 100 m, two by two, with a count of residents."""
    squares = [box(x, y, x + 100, y + 100) for y in (0, 100) for x in (0, 100)]
    return gpd.GeoDataFrame(
        {"code": GRIDS, "name": list("甲乙丙丁"), "officer": "王", "residents": [10, 20, 30, 40]},
        geometry=squares, crs=CRS,
    )  # fmt: skip


def buildings() -> gpd.GeoDataFrame:
    """Return two small buildings in each grid, on both sides of its middle."""
    places = [(x + dx, y + 45) for y in (0, 100) for x in (0, 100) for dx in (20, 70)]
    return gpd.GeoDataFrame(
        {"code": BUILDINGS, "floors": range(1, 9), "built_year": 2001},
        geometry=[box(x, y, x + 10, y + 10) for x, y in places], crs=CRS,
    )  # fmt: skip


@pytest.fixture
def town(tmp_path: Path) -> Iterator[FolderStore]:
    """The town; a person lives in each building."""
    store = create_workspace(tmp_path / "小镇.gridloom", CRS, dt.date(2026, 1, 1))
    people = tmp_path / "people.csv"
    people.write_text("\n".join(["姓名,楼栋编码", *(f"人{code[-6]},{code}" for code in BUILDINGS)]))
    for source, role in (
        (save(grids(), tmp_path / "grid.gpkg"), "grid"),
        (save(buildings(), tmp_path / "building.gpkg"), "building"),
        (people, "person"),
    ):
        import_source(store, source, ImportOptions(role))
    join(store, "building", "grid", "place")
    join(store, "person", "building", "code")
    yield store
    store.close()


def column(store: FolderStore, table: str, name: str) -> list[object]:
    """Return a column of a table."""
    return store.attributes(table, [name]).column(name).to_pylist()
