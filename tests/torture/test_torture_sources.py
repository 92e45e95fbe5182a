"""Sources cut short or with flipped bits: refused in one sentence, or every row accounted for."""

import csv
import gzip
import io
import random
import shutil
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from .accounts import import_account
from .changes import is_told
from .children import Said, gridloom
from .states import contents
from .town import BLOCK, CRS, areas, persons
from .trials import trials

ROWS = 400
AREAS, PERSONS = "building", "person"
KINDS = {
    "a.shp": (AREAS, ".shp"),
    "b.shp": (AREAS, ".dbf"),
    "c.shp": (AREAS, ".shx"),
    "a.gpkg": (AREAS, ".gpkg"),
    "a.geojson": (AREAS, ".geojson"),
    "a.fgb": (AREAS, ".fgb"),
    "geo.parquet": (AREAS, ".parquet"),
    "a.parquet": (PERSONS, ".parquet"),
    "a.csv": (PERSONS, ".csv"),
    "a.csv.gz": (PERSONS, ".gz"),
    "a.xlsx": (PERSONS, ".xlsx"),
    "a.zip": (AREAS, ".zip"),
}
"""Files, the role of their rows, and the part of them that is harmed."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of sound sources of ``ROWS`` rows each, and an empty workspace."""
    folder = tmp_path_factory.mktemp("whole")
    frame = areas(ROWS, BLOCK, "4403060096{number:05d}T017")
    for name in ("a.shp", "b.shp", "c.shp", "a.gpkg", "a.fgb"):
        frame.to_file(folder / name)
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.glob("a.[scdp]*"):
            archive.write(file, file.name)
    frame.to_crs(4326).to_file(folder / "a.geojson")
    gpd.GeoDataFrame(frame).to_parquet(folder / "geo.parquet")
    text = persons(0, ROWS, "张").rsplit("\n", 2)[0]
    (folder / "a.csv").write_bytes(text.encode("gb18030"))
    (folder / "a.csv.gz").write_bytes(gzip.compress(text.encode()))
    head, *lines = (line.split(",") for line in text.splitlines())
    table = pd.DataFrame(lines, columns=head)
    table.to_parquet(folder / "a.parquet")
    table.to_excel(folder / "a.xlsx", index=False)
    city = ("create", folder / "empty.gridloom", "--crs", CRS, "--data-date", "2026-01-01")
    assert gridloom(*city).exit == 0
    return folder


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 8))):
        changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def harmed(whole: Path, folder: Path, name: str, harm, chance: random.Random) -> Path:
    """Return a copy of a source of which one file is harmed."""
    place = folder / "源"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    source, part = place / name, KINDS[name][1]
    for file in whole.glob(f"{name.removesuffix('.shp')}.*" if part in SHAPE else name):
        content = file.read_bytes()
        (place / file.name).write_bytes(harm(content, chance) if file.suffix == part else content)
    return source


def rows_of(source: Path, said: Said) -> int:
    """Return the rows of a source: in plain text a harmed line break is none, for anybody."""
    if source.suffix != ".csv":
        return ROWS
    text = source.read_bytes().decode(said.data["encoding"], errors="replace")
    return sum(1 for _ in csv.reader(io.StringIO(text, newline=""))) - 1


SHAPE = (".shp", ".dbf", ".shx")


@pytest.mark.parametrize("harm", [cut, flipped])
@pytest.mark.parametrize("name", KINDS)
@trials()
def test_a_harmed_source_is_refused_or_accounted_for(
    whole, figures, tmp_path, name, harm, trials
) -> None:
    chance, role = random.Random(f"{name} {harm.__name__}"), KINDS[name][0]  # noqa: S311
    for _ in range(trials):
        shutil.rmtree(tmp_path / "empty.gridloom", ignore_errors=True)
        city = Path(shutil.copytree(whole / "empty.gridloom", tmp_path / "empty.gridloom"))
        source = harmed(whole, tmp_path, name, harm, chance)
        before = contents(source.parent), contents(city)
        done = is_told(said := gridloom("import", city, source, "--role", role))
        assert contents(source.parent) == before[0]
        if done:
            figures.account(import_account(said, city, role, rows_of(source, said)))
        else:
            assert contents(city) == before[1]
        figures.tried(f"sources {harm.__name__}: {'all rows accounted for' if done else 'told'}")
