"""What a window shows of a workspace, described: kept in the workspace, compared, undone.

A document holds no data. :mod:`~gridloom_desktop.window.model.scene` makes layers of it.
"""

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from gridloom_analytics.selecting import Condition
from gridloom_desktop.basemap import Basemap
from gridloom_desktop.canvas import Box
from gridloom_desktop.window.model.charts.view import ChartView
from gridloom_desktop.window.model.time.view import TimeView

FORMAT = 1


class _Value(BaseModel):
    # What a newer Gridloom adds is passed over, so that an older one can still open the city.
    model_config = ConfigDict(frozen=True, extra="ignore")


Method = Literal["quantile", "jenks", "equal", "std-dev"]
"""How class borders are found, as ``statistics.classes`` names it."""
MOST_CLASSES = 12


class Colouring(_Value):
    """By which field a layer is coloured.

    Numbers are in ``classes`` classes found by ``method``, or between the inner ``borders`` that
    the user wrote (rising); other fields have one class a value. ``palette`` is one of
    ``cartography.palettes``, None the usual one; ``reverse`` begins it at its other end. With a
    ``second`` field it is coloured by three quantiles of both.
    """

    column: str
    second: str | None = None
    classes: int = Field(default=6, ge=1, le=MOST_CLASSES)
    method: Method = "quantile"
    palette: str | None = None
    reverse: bool = False
    borders: tuple[float, ...] = ()


class LayerView(_Value):
    """One layer of the map, called ``name`` in its document.

    Its rows are those of ``table``; a layer that shows a kept ``result`` is the ``part`` of it that
    goes by that name. ``title`` is what the user calls it, ``where`` are the rows that are shown.
    ``hidden`` are the keys of classes that are not drawn, ``painted`` are keys of classes with the
    colours (``#rrggbb``) that the user gave them; ``labels`` is the field written beside the rows.
    """

    name: str
    table: str
    result: str | None = None
    part: str | None = None
    title: str | None = None
    visible: bool = True
    opacity: float = 1.0
    colouring: Colouring | None = None
    where: Condition | None = None
    labels: str | None = None
    hidden: tuple[str, ...] = ()
    painted: tuple[tuple[str, str], ...] = ()


class Picked(_Value):
    """The rows of a table that are selected, told by a condition."""

    table: str
    condition: Condition


class Question(_Value):
    """A condition on the rows of a table that is kept under a name."""

    name: str
    table: str
    condition: Condition


class Document(_Value):
    """The layers of a map, the lowest first, and what else a window shows.

    ``left_out`` are tables with a geometry that the user took off the map. ``charts`` stand beside
    the map, the ``basemap`` lies under its layers. ``box`` is the part of the plane that was seen
    last, (xmin, ymin, xmax, ymax); ``questions`` are kept by different names; ``time`` is the
    period that is shown, None for all of it.
    """

    format: Literal[1] = FORMAT
    layers: tuple[LayerView, ...] = ()
    left_out: tuple[str, ...] = ()
    picked: Picked | None = None
    charts: tuple[ChartView, ...] = ()
    questions: tuple[Question, ...] = ()
    box: Box | None = None
    basemap: Basemap | None = None
    time: TimeView | None = None

    def layer(self, name: str) -> LayerView | None:
        """Return the layer called ``name``, None where there is none."""
        return next((one for one in self.layers if one.name == name), None)

    def with_layers(self, layers: Iterable[LayerView]) -> "Document":
        """Return the document with other layers."""
        return self.model_copy(update={"layers": tuple(layers)})

    def changed(self, name: str, **changes: object) -> "Document":
        """Return the document with these properties of the layer called ``name`` changed."""
        return self.with_layers(
            one.model_copy(update=changes) if one.name == name else one for one in self.layers
        )

    def without(self, names: Iterable[str]) -> "Document":
        """Return the document without the layers of these names."""
        gone = set(names)
        return self.with_layers(one for one in self.layers if one.name not in gone)

    def moved(self, name: str, place: int) -> "Document":
        """Return the document with a layer moved so that ``place`` layers lie under it."""
        others = [one for one in self.layers if one.name != name]
        others[place:place] = [one for one in self.layers if one.name == name]
        return self.with_layers(others)

    def free_name(self, wanted: str) -> str:
        """Return ``wanted``, with a number after it where a layer has that name."""
        taken, number, name = {one.name for one in self.layers}, 1, wanted
        while name in taken:
            number += 1
            name = f"{wanted}-{number}"
        return name
