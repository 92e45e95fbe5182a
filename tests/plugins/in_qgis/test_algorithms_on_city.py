"""Every algorithm, run in QGIS on the sample city, gives what ``gridloom run`` gives."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import processing
import pytest
from qgis.core import QgsApplication, QgsVectorLayer

PEOPLE, EVENTS = "count(person)", "count(event)"
RUNS = {
    "apportion": ("street", {"source": "building", "counts": ["floor_area"]}),
    "autocorrelation": ("street", {"value": PEOPLE, "permutations": 99, "bands": 3}),
    "centre": ("component", {"time": "placed_at", "period": "year", "deviations": 2}),
    "clusters": ("component", {"distance": 800.0, "hull": "concave"}),
    "compare": ("street", {"value": PEOPLE, "other": EVENTS}),
    "concentration": ("community", {"value": PEOPLE, "within": "street"}),
    "density": ("facility", {"cell": 500.0, "edge": "none", "adaptive": True}),
    "distribution": ("community", {"value": PEOPLE, "classes": "quantile", "k": 4}),
    "emerging": ("street", {"events": "component", "time": "placed_at", "step": "year"}),
    "explain": ("community", {"value": EVENTS, "by": [PEOPLE, "count(building)"], "local": False}),
    "hotspots": ("street", {"value": PEOPLE, "neighbours": "distance", "distance": 9000.0,
                            "auto": True, "where": "district_code = '440306'"}),
    "isolated-or-general": ("component", {"event": "7", "time": "placed_at", "kind": "department"}),
    "mix": ("street", {"by": "industry"}),
    "near-repeat": ("component", {"time": "placed_at", "days": 90.0, "permutations": 99}),
    "neighbours": ("street", {"neighbours": "knn", "k": 3}),
    "outliers": ("street", {"value": PEOPLE, "permutations": 99}),
    "pattern": ("facility", {"simulations": 19}),
    "population": ("street", {"old": 60, "figure": "sex_ratio"}),
    "quality": ("street", {"table": "building", "figure": "validity"}),
    "rates": ("street", {"cases": EVENTS, "population": PEOPLE, "permutations": 99}),
    "scan": ("street", {"cases": [EVENTS], "population": [PEOPLE], "draws": 9}),
}  # fmt: skip
ENDINGS = {"layer": "gpkg", "table": "gpkg", "raster": "tif", "chart": "svg"}


def layer(city: Path, table: str) -> QgsVectorLayer:
    """Return a layer of the workspace as QGIS opens it."""
    tables = json.loads((city / "manifest.json").read_text(encoding="utf-8"))["tables"]
    found = QgsVectorLayer(str(city / tables[table]["layer"]), table, "ogr")
    assert found.isValid()
    return found


def outputs(entry: dict, settings: dict) -> dict[str, tuple[str, str]]:
    """Return the further outputs that come with these settings: id → name, kind."""
    schema = entry["parameters"]["properties"]
    known = {**{name: one.get("default") for name, one in schema.items()}, **settings}
    found = {}
    for one in entry["outputs"][1:]:
        comes = all(
            bool(known[name]) if values == ["…"] else known[name] in values
            for name, values in one["when"].items()
        )
        if one["kind"] in ENDINGS and comes and "{" not in one["name"]:
            key = f"{one['name']}_{one['kind']}".replace(" ", "_").upper()
            found[key] = one["name"], one["kind"]
    return found


def in_qgis(name: str, table: str, settings: dict, entry: dict, city: Path, folder: Path) -> dict:
    """Run the algorithm as a script in QGIS would; every output goes to a file of its own."""
    kinds = {one: asked["x-gridloom"] for one, asked in entry["parameters"]["properties"].items()}
    given = {
        key.upper(): layer(city, value) if kinds[key]["kind"] == "layer" else value
        for key, value in settings.items()
    }
    target = {"WORKSPACE": str(city), "LAYER": table}
    given |= target if entry["needs_workspace"] else {"INPUT": layer(city, table)}
    further = outputs(entry, settings)
    files = {key: str(folder / f"{key}.{ENDINGS[kind]}") for key, (_, kind) in further.items()}
    return processing.run(
        f"gridloom:{name}", {**given, **files, "SEED": 3, "OUTPUT": str(folder / "out.gpkg")}
    )


def by_command(name, table, settings, entry, city: Path, folder: Path, conversation) -> dict:
    """Run the analysis by the command, with the settings as a user would write them."""
    arguments = ["run", str(city), name, "--layer", table, "--seed", "3"]
    for key, value in settings.items():
        text = ",".join(value) if isinstance(value, list) else str(value)
        text = text.lower() if isinstance(value, bool) else text
        arguments += ["--set", f"{key}={text}"]
    for key, (output, kind) in outputs(entry, settings).items():
        arguments += ["--also", f"{output}={folder / f'{key}.{ENDINGS[kind]}'}"]
    return conversation.ask([*arguments, "--out", str(folder / "out.gpkg")])


def content(file: Path) -> object:
    """Return all rows and columns of all tables of a GeoPackage, shapes included; else bytes."""
    if file.suffix != ".gpkg":
        return file.read_bytes()
    held = sqlite3.connect(file)
    try:
        tables = [name for (name,) in held.execute("SELECT table_name FROM gpkg_contents")]
        asked = 'SELECT * FROM "{}"'
        return {name: held.execute(asked.format(name)).fetchall() for name in tables}
    finally:
        held.close()


@pytest.mark.parametrize("name", sorted(RUNS))
def test_it_gives_what_the_command_gives(
    provider, conversation, city_to_read: Path, tmp_path: Path, name: str
) -> None:
    table, settings = RUNS[name]
    (entry,) = conversation.ask(["analyses", name])
    mine, theirs = tmp_path / "qgis", tmp_path / "command"
    mine.mkdir()
    theirs.mkdir()
    given = in_qgis(name, table, settings, entry, city_to_read, mine)
    told = by_command(name, table, settings, entry, city_to_read, theirs, conversation)
    names = sorted(file.name for file in theirs.iterdir())
    assert sorted(file.name for file in mine.iterdir()) == names
    for file in names:
        assert content(mine / file) == content(theirs / file), file
    assert given["SUMMARY"] == told["summary"]["en"]
    figures = {key: given[key.upper().replace("-", "_")] for key in told["scalars"]}
    assert figures == told["scalars"]


def test_every_analysis_is_run(provider) -> None:
    found = QgsApplication.processingRegistry().providerById("gridloom").algorithms()
    assert sorted(RUNS) == sorted(one.name() for one in found)
