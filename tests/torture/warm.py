"""A small import and a join, done once in the process that all commands are forked from.

A child then finds all modules loaded and all kernels compiled, as a warm process would.
"""

import io
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import shapely

from gridloom_desktop.command.main import run

WEST, SOUTH = 500_000, 2_490_000


def _warm() -> None:
    with TemporaryDirectory(prefix="torture-") as folder:
        city, source = Path(folder) / "warm.gridloom", Path(folder) / "warm.gpkg"
        boxes = [shapely.box(WEST, SOUTH, WEST + 9, SOUTH + 9)]
        gpd.GeoDataFrame({"code": ["1"]}, geometry=boxes, crs=4547).to_file(source)
        for command in (
            ("create", city, "--crs", "EPSG:4547", "--data-date", "2026-01-01"),
            ("import", city, source, "--role", "grid"),
            ("import", city, source, "--role", "building"),
            ("import", city, source, "--role", "building", "--mode", "upsert"),
            ("join", city, "building", "grid", "--by", "place"),
            ("query", city, "building"),
            ("check", city),
        ):
            run([*map(str, command), "--json"], io.StringIO(), io.StringIO())


_warm()
