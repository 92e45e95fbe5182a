"""What a window shows of a workspace, described: kept in the workspace, compared, undone.

A document holds no data. :mod:`~gridloom_desktop.window.model.scene` makes layers of it.
"""

from collections.abc import Iterable
from typing import Literal

from gridloom_analytics.selecting import Condition
from gridloom_desktop.basemap import Basemap
from gridloom_desktop.canvas import Box
from gridloom_desktop.window.model.charts.view import ChartView
from gridloom_desktop.window.model.rows.view import TableView
from gridloom_desktop.window.model.symbology import Colouring, Symbols, Value
from gridloom_desktop.window.model.time.view import TimeView

FORMAT = 1


class LayerView(Value):
    """One layer of the map, called ``name`` in its document.

    Its rows are those of ``table``; a layer that shows a kept ``result`` is the ``part`` of it that
    goes by that name. ``title`` is what the user calls it, ``where`` are the rows that are shown.
    ``hidden`` are the keys of classes that are not drawn, ``painted`` are keys of classes with the
    colours (``#rrggbb``) that the user gave them; ``labels`` is the field written beside the rows;
    ``symbols`` are sizes, outlines and heat.
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
    symbols: Symbols = Symbols()

    @property
    def is_of_rows(self) -> bool:
        """Whether its shapes are rows of its table; those of further parts of a result are not."""
        return self.result in (None, self.part)


Entry = LayerView | Basemap
"""What is drawn, from the lowest up."""


class Picked(Value):
    """The rows of a table that are selected, told by a condition."""

    table: str
    condition: Condition


class Question(Value):
    """A condition on the rows of a table that is kept under a name."""

    name: str
    table: str
    condition: Condition


class Pinned(Value):
    """A map that stays beside the one that is worked on, as it was when it was pinned."""

    layers: tuple[LayerView, ...]
    basemaps: tuple[Basemap, ...] = ()
    time: TimeView | None = None


class Document(Value):
    """The layers of a map, the lowest first, and what else a window shows.

    ``left_out`` are tables with a geometry that the user took off the map. ``charts`` stand beside
    the map, and the attribute tables of ``tables``, that of ``front_table`` in front;
    ``basemaps`` lie under its layers or between them. ``box`` is the part of the plane that was
    seen last, (xmin, ymin, xmax, ymax); ``questions`` are kept by different names; ``time`` is the
    period that is shown, None for all of it. ``grid`` says whether coordinates are drawn over the
    map; ``pinned`` is the map beside it, if there is one.
    """

    format: Literal[1] = FORMAT
    layers: tuple[LayerView, ...] = ()
    left_out: tuple[str, ...] = ()
    picked: Picked | None = None
    charts: tuple[ChartView, ...] = ()
    tables: tuple[TableView, ...] = ()
    front_table: str | None = None
    questions: tuple[Question, ...] = ()
    box: Box | None = None
    basemaps: tuple[Basemap, ...] = ()
    time: TimeView | None = None
    grid: bool = False
    pinned: Pinned | None = None

    def layer(self, name: str) -> LayerView | None:
        """Return the layer called ``name``, None where there is none."""
        return next((one for one in self.layers if one.name == name), None)

    def basemap(self, name: str) -> Basemap | None:
        """Return the basemap called ``name``, None where there is none."""
        return next((one for one in self.basemaps if one.name == name), None)

    @property
    def stack(self) -> tuple[Entry, ...]:
        """All that is drawn, the lowest first: layers, and basemaps where they lie."""
        names = {one.name for one in self.layers}
        over: dict[str | None, list[Basemap]] = {}
        for one in self.basemaps:
            over.setdefault(one.above if one.above in names else None, []).append(one)
        entries: list[Entry] = [*over.get(None, ())]
        for layer in self.layers:
            entries += [layer, *over.get(layer.name, ())]
        return tuple(entries)

    def with_stack(self, entries: Iterable[Entry]) -> "Document":
        """Return the document with these layers and basemaps, the lowest first."""
        layers: list[LayerView] = []
        basemaps: list[Basemap] = []
        for one in entries:
            if isinstance(one, Basemap):
                above = layers[-1].name if layers else None
                basemaps.append(one.model_copy(update={"above": above}))
            else:
                layers.append(one)
        return self.model_copy(update={"layers": tuple(layers), "basemaps": tuple(basemaps)})

    def with_layers(self, layers: Iterable[LayerView]) -> "Document":
        """Return the document with other layers; basemaps stay above what they lay above.

        One above a layer that is gone lies above the next one that stays.
        """
        layers = tuple(layers)
        stays = {one.name for one in layers}
        ground: str | None = None
        settled: list[Basemap] = []
        for one in self.stack:
            if isinstance(one, Basemap):
                settled.append(one.model_copy(update={"above": ground}))
            elif one.name in stays:
                ground = one.name
        return self.model_copy(update={"layers": layers, "basemaps": tuple(settled)})

    def changed(self, name: str, **changes: object) -> "Document":
        """Return the document with these properties of the layer or basemap ``name`` changed."""
        return self.with_stack(
            one.model_copy(update=changes) if one.name == name else one for one in self.stack
        )

    def without(self, names: Iterable[str]) -> "Document":
        """Return the document without the layers and basemaps of these names."""
        gone = set(names)
        return self.with_stack(one for one in self.stack if one.name not in gone)

    def moved(self, name: str, place: int) -> "Document":
        """Return the document with a layer or basemap moved so that ``place`` others lie under it.

        >>> two = Document(layers=(LayerView(name="a", table="a"), LayerView(name="b", table="b")))
        >>> [one.name for one in two.moved("b", 0).stack]
        ['b', 'a']
        """
        others = [one for one in self.stack if one.name != name]
        others[place:place] = [one for one in self.stack if one.name == name]
        return self.with_stack(others)

    def free_name(self, wanted: str) -> str:
        """Return ``wanted``, with a number after it where a layer or basemap has that name."""
        taken, number, name = {one.name for one in self.stack}, 1, wanted
        while name in taken:
            number += 1
            name = f"{wanted}-{number}"
        return name
