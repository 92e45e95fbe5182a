"""A chart as data: which columns of which table it shows, and how; whoever shows it draws it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from gridloom_analytics.bilingual import Bilingual

ChartKind = Literal["lines", "points", "bars", "pyramid"]
PRIMARY = ""
"""The name under which a chart means the primary output instead of a further table."""


class Series(BaseModel):
    """One column that is drawn, and what the legend calls it."""

    model_config = ConfigDict(frozen=True)

    column: str
    title: Bilingual


class Chart(BaseModel):
    """Columns of one table against another column.

    ``table`` names a further table of the result, or ``PRIMARY``. ``envelope`` are two columns
    with the lower and the upper bound of what chance gives, drawn as a band. ``diagonal`` adds the
    line y = x (a Lorenz curve's equality), ``zero`` lines where x and y are 0. ``classed``
    gives points the colours of the map: the class of their row in the result's style, whose column
    is in the same table. A pyramid has exactly two series, the first to the left. ``labels`` are
    what texts on the x axis are called where they are not shown as they are.
    """

    model_config = ConfigDict(frozen=True)

    kind: ChartKind
    title: Bilingual
    x: str
    x_title: Bilingual
    y_title: Bilingual
    series: tuple[Series, ...]
    table: str = PRIMARY
    envelope: tuple[str, str] | None = None
    diagonal: bool = False
    zero: bool = False
    labels: dict[str, Bilingual] = {}
    classed: bool = False
