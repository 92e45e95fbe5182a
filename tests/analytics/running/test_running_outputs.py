"""What an analysis declares is what it gives: no output and no column more, none less."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gridloom_analytics.analyses import catalogue, named
from gridloom_analytics.analysis import Analysis
from gridloom_analytics.output import Output, found_among, matches
from gridloom_analytics.result import Result
from gridloom_analytics.running import run
from gridloom_analytics.settings import read_settings

HOMES, CASES_OF = "count(building)", {"cases": "cases", "population": "people"}
FEW = {"permutations": 99}
SCAN = {"draws": 9, "model": "permutation", "time": "reported_at"}
RUNS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("apportion", "grid", {"source": "community", "counts": "population"}),
    ("autocorrelation", "grid", {"value": HOMES, "bands": 3} | FEW),
    ("autocorrelation", "grid", {"value": HOMES, "permutations": 0}),
    ("autocorrelation", "grid", {"value": HOMES, "statistic": "geary"} | FEW),
    ("autocorrelation", "grid", {"value": HOMES, "statistic": "general-g"} | FEW),
    ("autocorrelation", "grid",
     {"value": HOMES, "statistic": "join-counts", "threshold": 2, "bands": 3} | FEW),
    ("centre", "event", {}),
    ("centre", "event", {"time": "reported_at", "period": "week"}),
    ("centre", "event", {"by": "kind"}),
    ("centre", "event", {"by": "kind", "time": "reported_at", "period": "week"}),
    ("clusters", "event", {"distance": 100}),
    ("clusters", "event", {"distance": 1}),
    ("clusters", "event", {"distance": 100, "method": "st-dbscan", "fewest": 3}),
    ("compare", "grid", {"value": HOMES, "other": "count(event)"}),
    ("compare", "grid", {"value": "sum(building.floor_area)", "other": "count(event)"}),
    ("compare", "grid", {"value": HOMES, "city": "grid", "code": "code"}),
    ("compare", "grid", {"value": HOMES, "city": "grid"}),
    ("concentration", "grid", {"value": HOMES}),
    ("concentration", "grid", {"value": HOMES, "within": "community"}),
    ("concentration", "grid", {"value": HOMES, "other": "count(event)"}),
    ("density", "event", {}),
    ("density", "event", {"population": "building", "expected": 1}),
    ("distribution", "grid", {"value": HOMES}),
    ("distribution", "grid", {"value": HOMES, "per": "person"}),
    ("emerging", "grid", {"step": "day"}),
    ("explain", "grid", {"value": HOMES, "by": "count(person)"}),
    ("explain", "FILE", {"value": "wet", "by": "people"}),
    ("hotspots", "grid", {"value": HOMES, "auto": True} | FEW),
    ("hotspots", "grid", {"value": HOMES, "permutations": 0}),
    ("hotspots", "event", FEW | {"area": "FILE"}),
    ("isolated-or-general", "event", {"event": "e1"}),
    ("isolated-or-general", "event", {"event": "e1", "kind": "", "closed": ""}),
    ("mix", "grid", {"table": "event", "by": "kind"}),
    ("near-repeat", "event", FEW),
    ("neighbours", "grid", {}),
    ("outliers", "grid", {"value": HOMES} | FEW),
    ("outliers", "grid", {"value": HOMES, "permutations": 0}),
    ("outliers", "grid", {"value": HOMES, "statistic": "geary"} | FEW),
    ("outliers", "grid", {"value": HOMES, "statistic": "join-count", "threshold": 2} | FEW),
    ("outliers", "grid", {"value": HOMES, "statistic": "bivariate", "other": "count(event)"} | FEW),
    ("pattern", "event", {"simulations": 19}),
    ("pattern", "event", {"simulations": 19, "area": "grid", "population": HOMES}),
    ("population", "community", {}),
    ("quality", "community", {}),
    ("rates", "FILE",
     CASES_OF | {"cases_by_age": "cases, cases", "population_by_age": "people, people"} | FEW),
    ("rates", "FILE", CASES_OF | {"permutations": 0, "show": "rate"}),
    ("scan", "event", {"scan": "space-time"} | SCAN),
    ("scan", "event", {"scan": "time", "draws": 9, "time": "reported_at"}),
    ("scan", "FILE", CASES_OF | {"draws": 9, "rates": "both"}),
)  # fmt: skip


def frames(result: Result) -> Iterator[tuple[str, str, list[str]]]:
    """Yield kind, name and columns of each layer and table of a result."""
    yield "layer", result.analysis, [str(one) for one in result.primary]
    for name, frame in (result.tables | result.shapes).items():
        kind = "layer" if isinstance(frame, gpd.GeoDataFrame) else "table"
        yield kind, name, [str(one) for one in frame if one != "geometry"]


def came(result: Result) -> set[tuple[str, str]]:
    """Return kind and name of all that a result holds."""
    found = {(kind, name) for kind, name, _ in frames(result)}
    named_ones = {"raster": result.rasters, "chart": result.charts, "scalar": result.scalars}
    return found | {(kind, name) for kind, those in named_ones.items() for name in those}


def is_there(output: Output, there: set[tuple[str, str]]) -> bool:
    names = [name for kind, name in there if kind == output.kind]
    return output.name in names or any(matches(output.name, name) for name in names)


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of 144 areas over the town: what is wet in the east, and cases among people."""
    east, north = np.meshgrid(np.arange(12), np.arange(12))
    people = 500 + (7919 * np.arange(144)) % 331
    corners = np.stack([east, north, east + 1, north + 1]).reshape(4, -1)
    layer = gpd.GeoDataFrame(
        {"code": [f"f{n}" for n in range(144)], "name": [f"field {n}" for n in range(144)],
         "people": people, "cases": people // 20 + 30 * (east + north < 5).ravel(),
         "wet": (east**2).ravel() + people / 100},
        geometry=shapely.box(*(100.0 * corners)),
        crs="EPSG:4547",
    )  # fmt: skip
    path = tmp_path_factory.mktemp("outputs") / "field.gpkg"
    layer.to_file(path)
    return path


def unlike(analysis: Analysis, settings: dict[str, Any], result: Result) -> set[str]:
    """Return what a result has and its analysis does not declare for the settings, or misses."""
    parameters, there = read_settings(analysis, settings), came(result)
    due = [one for one in analysis.outputs if one.comes(parameters)]
    more = {name for kind, name in there if found_among(due, kind, name) is None}
    return more | {one.name for one in due if not one.perhaps and not is_there(one, there)}


def untitled(analysis: Analysis, result: Result) -> set[str]:
    """Return the columns that have no title."""
    return {
        column
        for kind, name, columns in frames(result)
        if (output := found_among(analysis.outputs, kind, name)) is not None
        for column in columns
        if output.column_title(column) is None
    }


def never_seen(analysis: Analysis, results: list[Result]) -> Iterator[str]:
    """Yield the outputs and columns that no result has."""
    there = {one for result in results for one in came(result)}
    seen = [one for result in results for one in frames(result)]
    for output in analysis.outputs:
        if not is_there(output, there):
            yield output.name
        columns = {one for kind, name, found in seen for one in found
                   if (kind, name) == (output.kind, output.name)}  # fmt: skip
        for column in output.columns:
            if column not in columns and not any(matches(column, one) for one in columns):
                yield f"{output.name}.{column}"


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_an_analysis_gives_what_it_declares(name: str, made_town, field: Path) -> None:
    analysis, results = named(name), []
    for one, layer, settings in RUNS:
        if one != name:
            continue
        given = {key: str(field) if value == "FILE" else value for key, value in settings.items()}
        target = (field, None) if layer == "FILE" else (made_town.store, layer)
        results.append(run(target[0], name, given, layer=target[1]))
        assert unlike(analysis, given, results[-1]) == set()
        assert untitled(analysis, results[-1]) == set()
    assert list(never_seen(analysis, results)) == []
