"""What the columns and figures of a result are called: as its analysis declares them."""

from collections.abc import Iterable, Mapping

import geopandas as gpd

from gridloom_analytics.analyses import catalogue
from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.output import NOTHING, OutputKind, found_among
from gridloom_analytics.result import Result
from gridloom_layers.language import Message, tr

SCALARS = "scalars"
"""The name of the table of global figures."""


def column_titles(
    analysis: str,
    kind: OutputKind,
    name: str,
    columns: Iterable[str],
    known: Mapping[str, Bilingual] = NOTHING,
) -> dict[str, Bilingual]:
    """Return a title in both languages for each column of an output; else it is its own title.

    A ``known`` title goes first: that of a value, such as the name of a measure.
    """
    declared = catalogue()[analysis].outputs if analysis in catalogue() else ()
    output = found_among(declared, kind, name)
    titles = {one: output.column_title(one) if output else None for one in columns}
    return {one: known.get(one) or _both(title, one) for one, title in titles.items()}


def table_titles(result: Result) -> dict[str, dict[str, Bilingual]]:
    """Return the titles of the columns of each further table, and of shapes as tables."""
    found = {}
    for name, frame in {**result.tables, **result.shapes}.items():
        kind: OutputKind = "layer" if isinstance(frame, gpd.GeoDataFrame) else "table"
        found[name] = column_titles(result.analysis, kind, name, map(str, frame.columns))
    return found | {SCALARS: {"name": tr("figure").both(), "value": tr("value").both()}}


def output_titles(result: Result) -> dict[str, Bilingual]:
    """Return what each further table, and the shapes as tables, are called."""
    declared = catalogue()[result.analysis].outputs if result.analysis in catalogue() else ()
    kinds: list[tuple[OutputKind, Iterable[str]]] = [
        ("table", result.tables),
        ("layer", result.shapes),
    ]
    found = {name: found_among(declared, kind, name) for kind, names in kinds for name in names}
    titles = {name: _both(one.title if one else None, name) for name, one in found.items()}
    return titles | {SCALARS: tr("global figures").both()}


def figure_titles(result: Result) -> dict[str, Bilingual]:
    """Return what each global figure is called."""
    declared = catalogue()[result.analysis].outputs if result.analysis in catalogue() else ()
    found = {name: found_among(declared, "scalar", name) for name in result.scalars}
    return {name: _both(one.title if one else None, name) for name, one in found.items()}


def _both(title: Message | None, name: str) -> Bilingual:
    return title.both() if title else {"zh": name, "en": name}
