"""What a chart shows, as a value that a document keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from pydantic import Field

from gridloom_desktop.window.model.symbology import Value
from gridloom_layers.language import Message, tr

ChartKind = Literal[
    "histogram", "bars", "scatter", "box", "time", "pyramid", "lorenz", "moran", "parallel"
]
Holds = Literal["number", "category", "time", "age", "sex"]
Period = Literal["day", "week", "month", "year"]
KINDS: tuple[ChartKind, ...] = get_args(ChartKind)


class ChartView(Value):
    """A chart: its kind, and the fields of a table (or columns of a kept ``result`` on it).

    ``log`` draws the values on a logarithmic scale (None: a histogram where they are very skewed),
    ``bins`` is how many bins are wished for
    (None: as many as suit the values), ``period`` that of a time series (None: by its span).
    """

    kind: ChartKind
    table: str
    fields: tuple[str, ...]
    result: str | None = None
    log: bool | None = None
    bins: int | None = Field(default=None, ge=2, le=200)
    period: Period | None = None


@dataclass(frozen=True)
class KindOfChart:
    """What a kind of chart is called, and what it asks for: each field's question and content.

    ``more`` fields like the last one may follow. ``persons`` says that it only counts rows, so
    that a table of persons may be shown by it; ``placed`` that its rows need a place.
    """

    title: Message
    asks: tuple[tuple[Message, Holds], ...]
    more: int = 0
    persons: bool = False
    placed: bool = False
    log: bool = False
    bins: bool = False


KIND_OF_CHART: Mapping[ChartKind, KindOfChart] = {
    "histogram": KindOfChart(
        tr("Histogram"), ((tr("Values"), "number"),), persons=True, log=True, bins=True
    ),
    "bars": KindOfChart(tr("Bar chart"), ((tr("Categories"), "category"),), persons=True),
    "scatter": KindOfChart(
        tr("Scatter plot"), ((tr("Across"), "number"), (tr("Upwards"), "number")), log=True
    ),
    "box": KindOfChart(
        tr("Box plot"), ((tr("Values"), "number"), (tr("Categories"), "category")), log=True
    ),
    "time": KindOfChart(tr("Time series"), ((tr("Time"), "time"),), persons=True),
    "pyramid": KindOfChart(
        tr("Age pyramid"), ((tr("Age"), "age"), (tr("Sex"), "sex")), persons=True
    ),
    "lorenz": KindOfChart(tr("Lorenz curve"), ((tr("Values"), "number"),)),
    "moran": KindOfChart(tr("Moran scatter plot"), ((tr("Values"), "number"),), placed=True),
    "parallel": KindOfChart(
        tr("Parallel categories"),
        ((tr("First categories"), "category"), (tr("Next categories"), "category")),
        more=3,
        persons=True,
    ),
}
