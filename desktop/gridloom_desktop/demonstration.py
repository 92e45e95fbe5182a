"""The main job on the sample city: from the departments' files to maps that open offline."""

import datetime as dt
import json
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gridloom_analytics import running
from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.titles import DENSITY, ELDERLY, RATE
from gridloom_desktop.publishing.export import release_answer
from gridloom_desktop.publishing.publish import Kind, publish
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.importing import ImportReport, import_source
from gridloom_layers.joins import By, JoinReport, join
from gridloom_layers.language import current_language, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore, create_workspace
from gridloom_sample import make_city
from gridloom_sample.importing import import_options

MARK = ".gridloom-demo"
"""A file that says that the folder was made by ``gridloom demo`` and may be replaced."""
CITY, SOURCES, CRS = "shenzhen-sample.gridloom", "sources", "EPSG:4547"
"""The name stands on every map as its source, so it says that the city is a sample."""

JOINS: tuple[tuple[str, str, By], ...] = (
    ("street", "district", "code"),
    ("community", "street", "code"),
    ("grid", "community", "code"),
    ("building", "grid", "place"),
    ("room", "building", "code"),
    ("person", "building", "code"),
    ("entity", "building", "code"),
    ("component", "grid", "place"),
    ("facility", "grid", "place"),
    ("event", "grid", "place"),
)
MEASURES = (
    (ELDERLY, "count(person where age >= 65) / count(person) by community"),
    (DENSITY, "density(event) by grid"),
    (RATE, "count(event) / count(person) * 1000 by community"),
)
HOT_SPOTS = {"hot-elderly": ("community", ELDERLY), "hot-events": ("grid", DENSITY)}
PUBLISHED: tuple[tuple[Kind, str, str], ...] = (
    ("web-map", "hot-events", "events-web-map.html"),
    ("sheet", "hot-events", "events-sheet.png"),
    ("sheet", "hot-events", "events-sheet.pdf"),
    ("workbook", "hot-events", "events-workbook.xlsx"),
    ("web-map", "hot-elderly", "elderly-web-map.html"),
)


@dataclass(frozen=True)
class Demonstration:
    """What the main job gave: its reports, what each result says, and the files it left."""

    imports: tuple[ImportReport, ...]
    joins: tuple[JoinReport, ...]
    findings: tuple[Bilingual, ...]
    files: tuple[str, ...]


def demonstrate(folder: Path, persons: int, seed: int, progress: Progress) -> Demonstration:
    """Do the main job in ``folder``, replacing an older demonstration there.

    Everything is made beside ``folder`` and gets its place at the end, so that a job that fails
    or is cancelled leaves what was there. A folder that is no demonstration is refused.
    """
    _check(folder)
    staging = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}")
    try:
        staging.mkdir(parents=True)
        (staging / MARK).touch()
        done = _main_job(staging, persons, seed, progress)
        if folder.exists():
            shutil.rmtree(folder)
        staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return done


def _check(folder: Path) -> None:
    if folder.exists() and not (folder / MARK).exists():
        raise BadInput(
            "already-exists",
            tr("“{path}” is already there, and no demonstration.", path=str(folder)),
            Where(file=str(folder)),
            tr("Give another folder with --out."),
        )


def _main_job(folder: Path, persons: int, seed: int, progress: Progress) -> Demonstration:
    make_city(folder / SOURCES, persons, seed, progress)
    manifest = json.loads((folder / SOURCES / "manifest.json").read_text(encoding="utf-8"))
    store = create_workspace(folder / CITY, CRS, _date(manifest))
    try:
        imports = [
            import_source(store, folder / SOURCES / entry["file"], import_options(entry), progress)
            for entry in manifest["files"]
        ]
        joins = [join(store, left, right, by, None, progress) for left, right, by in JOINS]
        findings = _answer(store, progress)
        files = [_publish(store, folder, one, progress) for one in PUBLISHED]
    finally:
        store.close()
    return Demonstration(tuple(imports), tuple(joins), tuple(findings), (CITY, *files))


def _date(manifest: Mapping[str, Any]) -> dt.date:
    return dt.date.fromisoformat(manifest["data_date"])


def _answer(store: FolderStore, progress: Progress) -> list[Bilingual]:
    """Keep the measures, find and keep the hot spots, and return what they say."""
    with store.change() as change:
        for name, text in MEASURES:
            change.put_measure(str(name), text)
    findings = []
    for name, (layer, measure) in HOT_SPOTS.items():
        result = running.run(
            store, "hotspots", {"value": str(measure)}, layer=layer, seed=1, progress=progress
        )
        running.keep(store, name, result, progress)
        findings.append(release_answer(result).summary)
    return findings


def _publish(
    store: FolderStore, folder: Path, wanted: tuple[Kind, str, str], progress: Progress
) -> str:
    kind, result, name = wanted
    language = current_language()
    publish(store, kind, folder / name, result=result, language=language, progress=progress)
    return name
