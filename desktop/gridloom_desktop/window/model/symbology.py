"""How a layer is drawn, as values that a document keeps: colours, sizes, outlines, heat."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Method = Literal["quantile", "jenks", "equal", "std-dev"]
"""How class borders are found, as ``statistics.classes`` names it."""
MOST_CLASSES = 12
Pixels = float


class Value(BaseModel):
    """A part of a document."""

    # What a newer Gridloom adds is passed over, so that an older one can still open the city.
    model_config = ConfigDict(frozen=True, extra="ignore")


class Variable(Value):
    """A value of each row of a layer.

    ``column`` is a field of its table, the name of a measure that is asked at its level, or a
    column of the kept ``result`` on its table.
    """

    column: str
    source: Literal["field", "measure", "result"] = "field"
    result: str | None = None

    @property
    def variable(self) -> "Variable":
        """The variable alone, without what is done with it."""
        return Variable(column=self.column, source=self.source, result=self.result)


class Colouring(Variable):
    """By which variable a layer is coloured.

    Numbers are in ``classes`` classes found by ``method``, or between the inner ``borders`` that
    the user wrote (rising); other values have one class each. ``palette`` is one of
    ``cartography.palettes``, None the usual one; ``reverse`` begins it at its other end. Where it
    is ``crossed_with`` other numbers it is coloured by three quantiles of both.
    """

    crossed_with: Variable | None = None
    classes: int = Field(default=6, ge=1, le=MOST_CLASSES)
    method: Method = "quantile"
    palette: str | None = None
    reverse: bool = False
    borders: tuple[float, ...] = ()

    @property
    def variables(self) -> tuple[Variable, ...]:
        """What has to be read of each row."""
        second = self.crossed_with
        return (self.variable,) if second is None else (self.variable, second)


class Sizing(Variable):
    """By which numbers points are large and lines wide: from ``least`` to ``most`` pixels."""

    least: Pixels = Field(default=2.0, gt=0, le=100)
    most: Pixels = Field(default=10.0, gt=0, le=100)


class Heating(Value):
    """How dense a layer lies, as a surface of colours.

    ``radius`` is the standard deviation of the smoothing in pixels of the screen; each row counts
    as much as its ``weight`` says, 1 without one. The last colour of ``palette`` is reached at the
    greatest density of the view divided by ``strength``.
    """

    radius: Pixels = Field(default=12.0, ge=2, le=60)
    weight: Variable | None = None
    palette: str = "YlOrRd"
    strength: float = Field(default=1.0, ge=0.25, le=8)


class Symbols(Value):
    """How the shapes of a layer are drawn; None leaves each as it usually is.

    ``size`` is the radius of points or the width of lines in pixels, ``sizing`` says it for each
    row by itself. ``outline`` is the colour (``#rrggbb``) around areas and points,
    ``outline_width`` its width in pixels, 0: none. ``heat`` is drawn instead of them all.
    """

    size: Pixels | None = Field(default=None, gt=0, le=100)
    sizing: Sizing | None = None
    outline: str | None = None
    outline_width: Pixels | None = Field(default=None, ge=0, le=20)
    heat: Heating | None = None

    @property
    def variables(self) -> tuple[Variable, ...]:
        """What has to be read of each row."""
        if self.heat is not None:
            return () if self.heat.weight is None else (self.heat.weight,)
        return () if self.sizing is None else (self.sizing.variable,)
