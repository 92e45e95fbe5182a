"""A small town: its sources, and workspaces made of them once and copied for each trial."""

import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from .children import gridloom

CRS = "EPSG:4547"
WEST, SOUTH, BLOCK = 500_000.0, 2_490_000.0, 40.0
GRIDS, BUILDINGS, PERSONS, FIRST_AGAIN, MORE_PERSONS = 200, 1_500, 4_000, 2_000, 500
SOURCE_ROWS = {
    "网格.gpkg": GRIDS,
    "楼栋.gpkg": BUILDINGS,
    "人口.csv": PERSONS + 1,  # a broken line
    "人口 二.csv": PERSONS + MORE_PERSONS - FIRST_AGAIN + 1,
    "法人.csv": 2,
}
"""The rows that are written into each source, a header left out."""
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def building_code(number: int) -> str:
    """Return the code of a building (19 characters)."""
    return f"4403060096{number:05d}T017"


def citizen_id(number: int) -> str:
    """Return a citizen ID with its right check digit (GB 11643)."""
    digits = f"{440300 + number // 1000}{1950 + number % 60}0101{number % 1000:03d}"
    return (
        digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11]
    )


def areas(count: int, size: float, code: str) -> gpd.GeoDataFrame:
    """Return ``count`` squares side by side, coded with ``code``, a format."""
    x, y = WEST + BLOCK * (np.arange(count) % 50), SOUTH + BLOCK * (np.arange(count) // 50)
    codes = [code.format(number=number) for number in range(count)]
    return gpd.GeoDataFrame(
        {"code": codes}, geometry=shapely.box(x, y, x + size, y + size), crs=CRS
    )


def persons(first: int, last: int, mark: str) -> str:
    """Return persons as a table; ``mark`` is in their names."""
    rows = [
        f"{citizen_id(n)},{mark}{n},{'男女'[n % 2]},{building_code(n % (BUILDINGS + 50))}"
        for n in range(first, last)
    ]
    return "\n".join(["身份证号,姓名,性别,楼栋编码", *rows, "坏,坏,坏,坏,多一格"]) + "\n"


def write_sources(folder: Path) -> None:
    """Write the sources: grids, buildings, persons and a later delivery of persons."""
    folder.mkdir()
    areas(GRIDS, BLOCK, "4403060096{number:05d}").to_file(folder / "网格.gpkg", layer="网格")
    areas(BUILDINGS, 20.0, "4403060096{number:05d}T017").to_file(folder / "楼栋.gpkg", layer="楼栋")
    (folder / "人口.csv").write_bytes(persons(0, PERSONS, "张").encode("gb18030"))
    later = persons(FIRST_AGAIN, PERSONS + MORE_PERSONS, "李")
    (folder / "人口 二.csv").write_bytes(later.encode("gb18030"))
    (folder / "法人.csv").write_text("企业名称,行业\n甲,工\n乙,农\n", encoding="utf-8")


def make_town(folder: Path) -> Path:
    """Make a workspace of grids, buildings and persons, joined; return its path."""
    city, sources = folder / "小 城.gridloom", folder / "源 文件"
    write_sources(sources)
    for command in (
        ("create", city, "--crs", CRS, "--data-date", "2026-01-01"),
        ("import", city, sources / "网格.gpkg", "--role", "grid"),
        ("import", city, sources / "楼栋.gpkg", "--role", "building"),
        ("import", city, sources / "人口.csv", "--role", "person"),
        ("join", city, "person", "building", "--by", "code"),
    ):
        said = gridloom(*command)
        assert said.exit in (0, 3), said
    return city


def copy_town(city: Path, folder: Path) -> Path:
    """Return a copy of a workspace in ``folder``, in place of an older one."""
    copy = folder / city.name
    shutil.rmtree(copy, ignore_errors=True)
    return shutil.copytree(city, copy)
