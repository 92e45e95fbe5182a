"""One further output of a result as a file of its own: a table, shapes, a raster, a chart."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np

from gridloom_analytics.analysis import Analysis
from gridloom_analytics.bilingual import same
from gridloom_analytics.cartography.surfaces import surface_style
from gridloom_analytics.disclosure import THRESHOLD
from gridloom_analytics.output import OutputKind, found_among
from gridloom_analytics.result import Result
from gridloom_desktop.publishing.export.cleared import cleared
from gridloom_desktop.publishing.export.result_layers import further_layer
from gridloom_desktop.publishing.export.results import export_result, write_values
from gridloom_desktop.publishing.export.writing import (
    ExportReport,
    check_ending,
    check_place,
    staged,
)
from gridloom_desktop.publishing.file_formats import FORMATS, RASTER_FORMATS
from gridloom_desktop.publishing.qgis.surfaces import shades_of, surface_qml
from gridloom_layers.errors import BadInput
from gridloom_layers.language import current_language, listed, tr

KINDS: Mapping[str, tuple[OutputKind, ...]] = {
    ending: tuple(kind for kind, endings in FORMATS.items() if ending in endings)
    for ending in chain.from_iterable(FORMATS.values())
}
"""What a file with an ending can hold, as an output of each kind may have the same name."""


def check_output(name: str, out: Path, analysis: Analysis, parameters: Any) -> None:
    """Refuse an output that a run with these parameters does not give, or a file it cannot be in.

    Raises ``BadInput`` that lists what there is.
    """
    kinds = KINDS[check_ending(out, tuple(KINDS))]
    further = analysis.outputs[1:]
    declared = [one for kind in kinds if (one := found_among(further, kind, name))]
    if not declared:
        known = [one.name for one in further if one.kind in kinds]
        raise BadInput(
            "no-output",
            tr("“{analysis}” has no output “{name}” for a file {ending}.",
               analysis=analysis.name, name=name, ending=out.suffix),
            hint=tr("Use one of: {values}.", values=listed(known)) if known else None,
        )  # fmt: skip
    if not declared[0].comes(parameters):
        raise BadInput(
            "no-output",
            tr("“{analysis}” with these settings gives no output “{name}”.",
               analysis=analysis.name, name=name),
            hint=tr("It comes with {settings}.", settings=listed(declared[0].conditions())),
        )  # fmt: skip
    check_place(out)


def export_output(result: Result, name: str, out: Path) -> ExportReport | None:
    """Write a further table, shapes or raster of a result; None where the data gave none.

    Charts are drawn by :func:`~gridloom_desktop.publishing.publish.publish_charts`.
    """
    if out.suffix.lower() in RASTER_FORMATS:
        return _export_raster(result, name, out)
    shown, _ = cleared(result, THRESHOLD)
    frame = {**shown.tables, **shown.shapes}.get(name)
    if frame is None:
        return None
    with staged(out) as part:
        write_values([further_layer(shown, name, frame)], part, out.suffix.lower())
    return ExportReport(out, len(frame))


def _export_raster(result: Result, name: str, out: Path) -> ExportReport | None:
    raster = cleared(result, THRESHOLD)[0].rasters.get(name)
    if raster is None:
        return None
    report = export_result(replace(result, rasters={name: raster}), gpd.GeoDataFrame(), out)
    values = raster.values[np.isfinite(raster.values)].astype(float)
    shades = shades_of(surface_style(values, same(name), ""), current_language())
    return replace(report, style=surface_qml(shades)) if shades else report


def chart_alone(result: Result, name: str) -> Result | None:
    """Return the result with one of its charts only; None where it has no such chart."""
    if name not in result.charts:
        return None
    return replace(result, charts={name: result.charts[name]})
