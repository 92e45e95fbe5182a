"""How a layer is drawn, told without QGIS: what :mod:`renderers` makes renderers of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from gridloom_analytics.cartography import MISSING, Style
from gridloom_analytics.cartography.bivariate import BivariateStyle
from gridloom_layers.language import Language

Kind = Literal["area", "line", "point"]
Pixels = float
SUPPRESSED = "suppressed"
"""The column that tells a withheld figure from one that does not exist."""


@dataclass(frozen=True)
class Marks:
    """The shapes of a layer, but for their colours.

    Widths and the ``radius`` of points are in pixels of a screen (96 to the inch).
    """

    kind: Kind
    filled: bool = True
    outline: str | None = "#ffffff"
    outline_width: Pixels = 0.5
    radius: Pixels = 2.6
    line_width: Pixels = 1.6


@dataclass(frozen=True)
class Sizing:
    """Sizes by the numbers of a ``column``: ``pixels`` (radii or widths), one a class.

    The first class holds all up to the first of ``uppers``, and rows without a number. A legend
    has the ``title`` and the ``labels`` of the classes.
    """

    column: str
    uppers: tuple[float, ...]
    pixels: tuple[Pixels, ...]
    labels: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Heating:
    """How dense points lie: in ``colours``, smoothed by ``sigma`` pixels.

    Each counts as much as the ``weight`` column says, 1 without one. The last colour stands for the
    greatest density of the view divided by ``strength``.
    """

    colours: tuple[str, ...]
    sigma: Pixels
    strength: float = 1.0
    weight: str | None = None


@dataclass(frozen=True)
class Labels:
    """What is written on each row: a ``column``, values told in ``words``; ``rank`` 0 is small."""

    column: str
    words: Mapping[str, str] = field(default_factory=dict)
    rank: int = 0


@dataclass(frozen=True)
class Drawing:
    """A layer as QGIS shall draw it, in one language.

    The columns of ``style`` (of both styles of a ``crossing``) are those of the layer's file. Of
    rows without a class ``missing`` says that there may be some, ``withheld`` that a column
    ``suppressed`` tells which of them are. ``hidden`` are the numbers of classes that are not
    drawn, −1 that of rows without one; ``rest`` is the class of all values that no other has.
    ``aliases`` are the titles of columns, ``words`` those of their values.
    """

    marks: Marks
    style: Style
    language: Language
    missing: bool = False
    withheld: bool = False
    hidden: frozenset[int] = frozenset()
    rest: int | None = None
    crossing: BivariateStyle | None = None
    sizing: Sizing | None = None
    heating: Heating | None = None
    labels: Labels | None = None
    opacity: float = 1.0
    aliases: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def single(self) -> bool:
        """Whether all rows are drawn alike."""
        return not self.style.column and self.crossing is None

    def is_drawn(self, number: int) -> bool:
        """Say whether rows of a class are drawn."""
        return number not in self.hidden

    @property
    def unclassed_drawn(self) -> bool:
        """Whether rows without a class are drawn."""
        return self.is_drawn(MISSING)
