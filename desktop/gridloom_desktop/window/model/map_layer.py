"""One layer of the map: shapes, the class of each row, how it looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np
import numpy.typing as npt

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.cartography import MISSING, Style
from gridloom_desktop.canvas import Box, Drawing, Heat, Painted, Shapes, parse_colour
from gridloom_desktop.window.model.counts import told_count
from gridloom_desktop.window.model.looks import Look, symbol, tinted
from gridloom_layers.language import tr

if TYPE_CHECKING:  # a window does without pandas until someone asks
    from gridloom_analytics.cartography.bivariate import BivariateStyle
    from gridloom_desktop.window.model.sizes import Sizes
    from gridloom_desktop.window.model.tables import ToldTable
    from gridloom_desktop.window.model.time.axis import TimeAxis

NO_DATA = tr("no data")
FEW = tr("withheld (few persons)")


SOME = "#7f8fa3"
"""The colour of a size in a legend where rows of that size have many."""
UNCLASSED = ""
"""The key of rows without a class."""
ONLY_CLASS = "0"
"""The key of the one class of a layer of one colour."""


def class_key(style: Style, number: int) -> str:
    """Return what documents call a class: its value, or its place in a row of numbers."""
    value = style.classes[number].value
    return str(number) if value in (None, "") else str(value)


@dataclass(frozen=True)
class LegendEntry:
    """A line of the legend: colour, label, and how many rows have it: of ``persons`` in full tens.

    ``key`` is what documents call its class; a ``hidden`` one is not drawn. ``upper`` is the border
    to the next class, None where there is none that could be moved. A line of sizes has its
    ``size`` in pixels, that of heat its ``ramp`` of colours; neither can be hidden.
    """

    colour: str
    label: Bilingual
    count: int
    key: str = UNCLASSED
    hidden: bool = False
    upper: float | None = None
    size: float | None = None
    ramp: tuple[str, ...] = ()
    persons: bool = False

    @property
    def is_class(self) -> bool:
        """Whether it is a class of its own, which can be hidden and painted."""
        return self.size is None and not self.ramp


class Sliced(Protocol):
    """Rows or results, cut into the slices of an axis of time."""

    @property
    def axis(self) -> "TimeAxis":
        """The slices."""
        ...


class Moment(Protocol):
    """Some slices of a layer with time: all that a layer knows of them."""

    @property
    def sliced(self) -> Sliced:
        """All of its slices."""
        ...

    @property
    def shown(self) -> range:
        """Those that are shown."""
        ...

    def on(self, layer: "MapLayer") -> "MapLayer":
        """Return the layer as it is in them."""
        ...

    def moved(self, shown: range) -> Self:
        """Return other slices of the same."""
        ...


@dataclass(frozen=True, eq=False)
class HeatLook:
    """How dense a layer lies: what the canvas needs beside its shapes (see ``canvas.Heat``).

    ``weights`` (of each row) are called ``weighted_by``; None: each row counts as one.
    """

    shapes: Shapes
    colours: tuple[str, ...]
    radius: float
    strength: float
    weights: npt.NDArray[np.float64] | None = None
    weighted_by: Bilingual | None = None


@dataclass(frozen=True)
class MapLayer:
    """A layer as it is drawn.

    ``subject`` says what its rows are, ``title`` what they show; ``table`` is where they come
    from, ``row_keys`` the key of each of them, ``classes`` the class of each (−1: none).
    ``result`` is the name of the result that it shows, if any, and ``values`` are the figures
    that the result rests on (NaN: none), if it has any. ``withheld`` are the rows whose class the
    gate withholds, as it rests on few persons; they have none. ``attributes`` are what is known of
    each row where the rows are not those of a table. ``kept`` are the rows that a filter leaves,
    ``hidden`` the keys of classes that are not drawn. ``texts`` are what the map writes on each
    row. ``crossing`` is the style of the two variables that it shows together, if it does;
    ``recoloured`` says that a result is not in its own style,
    ``persons`` that each row is a person: then counts are told in full tens;
    ``period`` is the time that it shows, if it is not all. ``sizes`` are those of its points or
    lines, where they differ; ``heat`` is drawn instead of its shapes, if there is one.
    """

    name: str
    title: Bilingual
    subject: Bilingual
    table: str
    role: str
    shapes: Shapes
    row_keys: npt.NDArray[np.int64]
    style: Style
    classes: npt.NDArray[np.int16]
    look: Look
    visible: bool = True
    opacity: float = 1.0
    kept: npt.NDArray[np.bool_] | None = None
    hidden: frozenset[str] = frozenset()
    result: str | None = None
    values: npt.NDArray[np.float64] | None = None
    withheld: npt.NDArray[np.bool_] | None = None
    attributes: "ToldTable | None" = None
    texts: Sequence[Bilingual] | None = None
    crossing: "BivariateStyle | None" = None
    recoloured: bool = False
    persons: bool = False
    period: "Moment | None" = None
    sizes: "Sizes | None" = None
    heat: HeatLook | None = None

    @property
    def picture(self) -> Painted:
        """The layer as the canvas paints it."""
        heat = self.heat
        if heat is None:
            return self.drawing
        return Heat(
            heat.shapes,
            tuple(map(parse_colour, heat.colours)),
            sigma=heat.radius,
            weights=heat.weights,
            shown=self.seen,
            strength=heat.strength,
            layer_opacity=self.opacity,
        )

    @property
    def drawing(self) -> Drawing:
        """The shapes of the layer, whether it shows heat or not."""
        look = symbol(self.style, self.classes, self.look, self.opacity, self.blank, self.sizes)
        return Drawing(self.shapes, look, self.kept)

    @property
    def blank(self) -> frozenset[int]:
        """The numbers of the classes that are not drawn; −1 stands for rows without one."""
        if not self.hidden:
            return frozenset()
        found = {number for number, key in enumerate(self._keys()) if key in self.hidden}
        return frozenset(found | ({MISSING} if UNCLASSED in self.hidden else set()))

    @cached_property
    def seen(self) -> npt.NDArray[np.bool_] | None:
        """Which rows are drawn; None where all are."""
        if not (blank := self.blank):
            return self.kept
        drawn = np.array([n not in blank for n in range(MISSING, len(self.style.classes))])
        flags = drawn[self.classes - MISSING]
        return flags if self.kept is None else flags & self.kept

    def extent_of(self, keys: npt.NDArray[np.int64]) -> Box | None:
        """Return the box around the rows with these keys, None where none of them has a shape."""
        shapes = np.isin(self.row_keys[self.shapes.positions], keys)
        return self.shapes.extent_of(shapes)

    @property
    def count(self) -> int:
        """How many rows are shown, as it may be told."""
        count = len(self.row_keys) if self.kept is None else int(self.kept.sum())
        return told_count(count, persons=self.persons)

    @property
    def unclassed(self) -> Bilingual:
        """What it means that a row is in no class."""
        return self.style.unclassed or NO_DATA.both()

    def class_counts(self) -> npt.NDArray[np.int64]:
        """Return how many of the rows that are shown are in each class."""
        shown = self.classes if self.kept is None else self.classes[self.kept]
        return np.bincount(shown[shown >= 0], minlength=len(self.style.classes))

    def legend(self) -> list[LegendEntry]:
        """Return a line for each class, and for rows that are withheld or have none, if any."""
        classes = self.classes if self.kept is None else self.classes[self.kept]
        counts = np.bincount(classes + 1, minlength=len(self.style.classes) + 1).tolist()
        listed = ((n, count) for n, count in enumerate(counts[1:]) if count or not self.style.many)
        lines = [self._line(number, count) for number, count in listed]
        withheld = self._withheld_count()
        for label, count in ((FEW.both(), withheld), (self.unclassed, counts[0] - withheld)):
            if count:
                lines.append(self._unclassed_line(label, count))
        return lines

    def _unclassed_line(self, label: Bilingual, count: int) -> LegendEntry:
        told, hidden = told_count(count, persons=self.persons), UNCLASSED in self.hidden
        return LegendEntry(self.style.missing, label, told, UNCLASSED, hidden, persons=self.persons)

    def size_legend(self) -> list[LegendEntry]:
        """Return a line for each size that rows have, the smallest first."""
        if self.sizes is None:
            return []
        colour = self.style.classes[0].colour if len(self.style.classes) == 1 else SOME
        lines = zip(self.sizes.labels, self.sizes.pixels, self.sizes.counts(self.kept), strict=True)
        return [
            LegendEntry(
                colour, {"zh": label, "en": label}, told_count(count, persons=self.persons),
                f"size {number}", size=size, persons=self.persons,
            )
            for number, (label, size, count) in enumerate(lines)
        ]  # fmt: skip

    def heat_legend(self) -> list[LegendEntry]:
        """Return the line of the ramp of heat, nothing where there is none."""
        if self.heat is None:
            return []
        label = tr("low to high").both()
        return [LegendEntry(SOME, label, self.count, "heat", ramp=self.heat.colours)]

    def _keys(self) -> list[str]:
        return [class_key(self.style, number) for number in range(len(self.style.classes))]

    def _line(self, number: int, count: int) -> LegendEntry:
        one, key = self.style.classes[number], class_key(self.style, number)
        own = self.result is not None and not self.recoloured
        inner = number < len(self.style.classes) - 1 and not own
        upper = one.upper if inner else None
        told = told_count(count, persons=self.persons)
        hidden = key in self.hidden
        return LegendEntry(one.colour, one.label, told, key, hidden, upper, persons=self.persons)

    def painted(self, colours: Mapping[str, str]) -> "MapLayer":
        """Return the layer with other colours of classes, by their keys; others are passed over."""
        classes = [
            one.model_copy(update={"colour": colours.get(key, one.colour)})
            for key, one in zip(self._keys(), self.style.classes, strict=True)
        ]
        missing = colours.get(UNCLASSED, self.style.missing)
        style = self.style.model_copy(update={"classes": tuple(classes), "missing": missing})
        plain = len(classes) == 1 and classes[0].colour != self.style.classes[0].colour
        look = tinted(self.look, classes[0].colour) if plain else self.look
        return replace(self, style=style, look=look)

    def coloured_as(self, other: "MapLayer") -> "MapLayer":
        """Return the layer of a result coloured as another layer of the same rows is."""
        return replace(
            self, style=other.style, classes=other.classes, values=other.values,
            withheld=other.withheld, crossing=other.crossing, recoloured=True,
        )  # fmt: skip

    def _withheld_count(self) -> int:
        if self.withheld is None:
            return 0
        return int((self.withheld if self.kept is None else self.withheld & self.kept).sum())

    def styled(self, style: Style, values: npt.ArrayLike, look: Look | None = None) -> "MapLayer":
        """Return the layer with its rows classified by ``style``."""
        return replace(self, style=style, classes=style.classify(values), look=look or self.look)
