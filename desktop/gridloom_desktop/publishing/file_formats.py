"""The formats of files that outputs of analyses can be written to.

They stand apart from their writers, which load for two seconds: the catalogue tells them.
"""

from collections.abc import Mapping
from typing import Any

from gridloom_analytics.analysis import Analysis
from gridloom_analytics.output import OutputKind

VALUE_FORMATS, RASTER_FORMATS = (".gpkg", ".parquet", ".csv"), (".tif",)
CHART_FORMATS = (".png", ".svg", ".pdf")
FORMATS: Mapping[OutputKind, tuple[str, ...]] = {
    "table": VALUE_FORMATS,
    "layer": VALUE_FORMATS,
    "raster": RASTER_FORMATS,
    "chart": CHART_FORMATS,
    "scalar": (),
}
"""The endings of the files that can hold an output of each kind."""


def catalogue_entry(analysis: Analysis) -> dict[str, Any]:
    """Return an entry of ``gridloom analyses --json``.

    The ``formats`` of each output are the endings of the files that ``gridloom run`` writes it to.
    """
    told = analysis.to_json()
    for output in told["outputs"]:
        output["formats"] = list(FORMATS[output["kind"]])
    return told
