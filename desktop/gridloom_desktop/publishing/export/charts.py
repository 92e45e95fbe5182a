"""The charts of a result, as they may be drawn."""

from pathlib import Path

import pandas as pd

from gridloom_analytics.analyses import named
from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.chart import PRIMARY, Chart
from gridloom_analytics.disclosure import THRESHOLD
from gridloom_analytics.result import Result
from gridloom_desktop.publishing.export.cleared import cleared
from gridloom_desktop.publishing.export.places import layer_title
from gridloom_desktop.publishing.export.released import Panel, ReleasedCharts
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.workspace import Reading

CHART_FORMATS = (".png", ".svg", ".pdf")


def release_charts(result: Result, out: Path, store: Reading | None = None) -> ReleasedCharts:
    """Release the charts of a result with the figures that may be seen, to be written to ``out``.

    The layer is called by its title where it is one of a workspace (``store``).
    """
    shown, rows = cleared(result, THRESHOLD)
    if not shown.charts:
        raise BadInput(
            "no-chart",
            tr("The result of “{analysis}” has no chart to draw.", analysis=result.analysis),
            Where(file=str(out)),
            tr("Write it as .gpkg, .parquet or .csv; a map of it is made by “gridloom publish”."),
        )
    return ReleasedCharts(
        SEAL,
        title=named(result.analysis).title.both(),
        summary=shown.summary,
        layer=_layer(result, store),
        panels=tuple(_panel(shown, chart) for chart in shown.charts.values()),
        method=result.method.name,
        citation=result.method.citation,
        rows=len(rows),
        suppressed=int(rows.sum()),
        data_date=result.data_date,
        notes=(*shown.warnings, *result.method.notes),
    )


def _layer(result: Result, store: Reading | None) -> Bilingual:
    if store is None or result.layer not in store.tables:
        return {"zh": result.layer, "en": result.layer}
    return layer_title(store, result.layer)


def _panel(shown: Result, chart: Chart) -> Panel:
    """Return a chart with its columns only."""
    frame = shown.primary if chart.table == PRIMARY else shown.tables[chart.table]
    style = shown.style if chart.classed else None
    drawn = () if style is None else (style.column,)
    columns = (chart.x, *(one.column for one in chart.series), *(chart.envelope or ()), *drawn)
    kept = [name for name in dict.fromkeys(columns) if name in frame]
    units = {name: unit for name, unit in shown.units.items() if name in kept}
    return Panel(chart, pd.DataFrame(frame[kept]), units, style)
