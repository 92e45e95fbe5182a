"""The charts of a result, as they may be drawn."""

from pathlib import Path

import numpy as np
import pandas as pd

from gridloom_analytics.analyses import named
from gridloom_analytics.bilingual import Bilingual, begun
from gridloom_analytics.chart import PRIMARY, Chart
from gridloom_analytics.disclosure import THRESHOLD
from gridloom_analytics.result import Result
from gridloom_analytics.titles import rows_title
from gridloom_desktop.publishing.export import wording
from gridloom_desktop.publishing.export.cleared import cleared
from gridloom_desktop.publishing.export.places import source_of, tables_of
from gridloom_desktop.publishing.export.released import Panel, ReleasedCharts
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.workspace import Reading


def release_panels(result: Result) -> tuple[Panel, ...]:
    """Return the charts of a result that have a value that may be seen, if any have."""
    shown = cleared(result, THRESHOLD)[0]
    panels = (_panel(shown, chart) for chart in shown.charts.values())
    return tuple(panel for panel in panels if _has_values(panel))


def release_charts(result: Result, out: Path, store: Reading | None = None) -> ReleasedCharts:
    """Release the charts of a result with the figures that may be seen, to be written to ``out``.

    The layer is called by its title where it is one of a workspace (``store``).
    """
    shown, rows = cleared(result, THRESHOLD)
    if not result.charts:
        raise BadInput(
            "no-chart",
            tr("The result of “{analysis}” has no chart to draw.", analysis=result.analysis),
            Where(file=str(out)),
            tr("Write it as .gpkg, .parquet or .csv; a map of it is made by “gridloom publish”."),
        )
    panels = [_panel(shown, chart) for chart in shown.charts.values()]
    drawn = [panel for panel in panels if _has_values(panel)]
    if not drawn:
        raise BadInput(
            "nothing-to-draw",
            tr("No chart of “{analysis}” has a value that may be published.",
               analysis=result.analysis),
            Where(file=str(out)),
            tr("Choose a measure, level or condition under which areas have more persons."),
        )  # fmt: skip
    return ReleasedCharts(
        SEAL,
        title=named(result.analysis).title.both(),
        summary=shown.summary,
        layer=_layer(result, store),
        panels=tuple(drawn),
        method=shown.method.name,
        citation=shown.method.citation,
        rows=len(rows),
        suppressed=int(rows.sum()),
        data_date=result.data_date,
        source=None if store is None else _source(result, store),
        notes=(
            *shown.warnings,
            *(wording.chart_left_out(one.chart) for one in panels if one not in drawn),
            *shown.method.notes,
        ),
    )


def _source(result: Result, store: Reading) -> Bilingual | None:
    return source_of(store, tables_of(store, result)) if result.layer in store.tables else None


def _layer(result: Result, store: Reading | None) -> Bilingual:
    if store is None or result.layer not in store.tables:
        return {"zh": result.layer, "en": result.layer}
    return rows_title(store, result.layer, result.parameters.get("where"))


def _panel(shown: Result, chart: Chart) -> Panel:
    """Return a chart with its columns only."""
    frame = shown.primary if chart.table == PRIMARY else shown.tables[chart.table]
    style = shown.style if chart.classed else None
    drawn = () if style is None else (style.column,)
    columns = (chart.x, *(one.column for one in chart.series), *(chart.envelope or ()), *drawn)
    kept = [name for name in dict.fromkeys(columns) if name in frame]
    units = {name: unit for name, unit in shown.units.items() if name in kept}
    chart = chart.model_copy(update={"title": begun(chart.title)})
    return Panel(chart, pd.DataFrame(frame[kept]), units, style)


def _has_values(panel: Panel) -> bool:
    """Tell whether a row has a place along the axis and a number in a series."""
    chart, frame = panel.chart, panel.frame
    series = [one.column for one in chart.series if one.column in frame]
    if chart.x not in frame or not series:
        return False
    numbers = frame.loc[frame[chart.x].notna(), series].apply(pd.to_numeric, errors="coerce")
    return bool(np.isfinite(numbers.to_numpy(dtype=float, na_value=np.nan)).any())
