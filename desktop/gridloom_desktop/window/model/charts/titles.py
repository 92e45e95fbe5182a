"""What charts are called, and what stands under them."""

from collections.abc import Sequence

from gridloom_analytics.bilingual import Bilingual, Given, begun
from gridloom_desktop.window.model.charts.view import ChartView
from gridloom_layers.language import tr


def chart_title(view: ChartView, fields: Sequence[Bilingual]) -> Bilingual:
    """Return the title of a chart of fields with these titles."""
    first = Given.of(fields[0])
    last = Given.of(fields[-1])
    if view.kind == "scatter":
        return begun(tr("{upwards} against {across}", upwards=last, across=first).both())
    if view.kind == "box":
        return begun(tr("{values} by {categories}", values=first, categories=last).both())
    if view.kind == "pyramid":
        return tr("Age pyramid").both()
    if view.kind == "lorenz":
        return begun(tr("Inequality of {values}", values=first).both())
    if view.kind == "moran":
        return begun(tr("{values} and that of the neighbours", values=first).both())
    if view.kind == "parallel":
        languages = fields[0].keys()
        return begun({one: " → ".join(field[one] for field in fields) for one in languages})
    return begun(fields[0])
