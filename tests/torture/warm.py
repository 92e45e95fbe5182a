"""A small import and a join, done once in the process that all commands are forked from.

A child then finds all modules loaded and all kernels compiled, as a process at work would; one
that runs as nobody may not even be able to read them.
"""

import io
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import shapely
import structlog  # noqa: F401 - for the log of faults, loaded late

from gridloom_desktop.command.main import run

WEST, SOUTH = 500_000, 2_490_000
PERSONS = "身份证号,姓名,性别,楼栋编码\n440300195001010016,张三,男,1\n坏,坏,坏,坏,多一格\n"


def _warm() -> None:
    with TemporaryDirectory(prefix="torture-") as folder:
        city, layer = Path(folder) / "warm.gridloom", Path(folder) / "warm.gpkg"
        table = Path(folder) / "warm.csv"
        boxes = [shapely.box(WEST, SOUTH, WEST + 9, SOUTH + 9)]
        gpd.GeoDataFrame({"code": ["1"]}, geometry=boxes, crs=4547).to_file(layer)
        table.write_bytes(PERSONS.encode("gb18030"))
        for command in (
            ("create", city, "--crs", "EPSG:4547", "--data-date", "2026-01-01"),
            ("import", city, layer, "--role", "grid"),
            ("import", city, layer, "--role", "building"),
            ("import", city, table, "--role", "person"),
            ("import", city, table, "--role", "person", "--mode", "upsert"),
            ("import", city, layer, "--role", "building", "--mode", "replace"),
            ("join", city, "building", "grid", "--by", "place"),
            ("join", city, "person", "building", "--by", "code"),
            ("query", city, "building"),
            ("check", city),
        ):
            run([*map(str, command), "--json"], io.StringIO(), io.StringIO())


_warm()
