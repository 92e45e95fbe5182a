"""What the style of a layer is made of: the values of its rows, its colours, sizes and heat."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from gridloom_desktop.window.model.bivariate import crossed
from gridloom_desktop.window.model.colouring import coloured
from gridloom_desktop.window.model.document import LayerView
from gridloom_desktop.window.model.heating import Spots, heated, spots
from gridloom_desktop.window.model.looks import with_symbols
from gridloom_desktop.window.model.map_layer import HeatLook, MapLayer
from gridloom_desktop.window.model.opening import finest_level
from gridloom_desktop.window.model.sizes import Sizes, sized
from gridloom_desktop.window.model.symbology import Colouring, Heating, Sizing, Variable
from gridloom_desktop.window.model.values import Values
from gridloom_desktop.window.model.variables import read_values
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore

Key = tuple[object, ...]
"""What a part of a layer depends on. The second entry is the table's or the result's name."""
GIVEN_UP = BadInput("given-up", tr("The measure was not asked to its end."))


@dataclass(frozen=True)
class Part:
    """Something that a layer is made of; ``make`` reads the store, and parts named before it.

    ``measure`` is what is asked for it, or for a part that it rests on: that may take a while.
    """

    key: Key
    make: Callable[[Progress], object]
    measure: str | None = None


class Superseded(Exception):  # noqa: N818 - no error: it is made anew of the data as they are now
    """What a part rests on is no longer there: the data have changed meanwhile."""


@dataclass(frozen=True)
class StyledParts:
    """The parts of the styles of a scene, found among those that are ``made`` already.

    ``base`` gives the plain layer of a table. Values are read once for all that rests on them.
    """

    store: FolderStore
    made: Mapping[Key, Any]
    base: Callable[[str], MapLayer]

    def parts_of_colouring(self, table: str, colouring: Colouring) -> Iterator[Part]:
        """Return what the colours of a layer are made of."""
        for variable in colouring.variables:
            yield self._values_part(table, variable)
        key, measure = self.colour_key(table, colouring), _measure(*colouring.variables)
        yield Part(key, lambda _: self._coloured(table, colouring), measure)

    def parts_of_symbols(self, view: LayerView) -> Iterator[Part]:
        """Return what the sizes or the heat of a layer are made of."""
        table, sizing, heating = view.table, view.symbols.sizing, view.symbols.heat
        for variable in view.symbols.variables:
            yield self._values_part(table, variable)
        if heating is not None:
            spot_key = self._spots_key(table, heating)
            measure = _measure(heating.weight)
            yield Part(spot_key, lambda _: self._spots(table, heating.weight), measure)
            key = self._heat_key(table, heating)
            yield Part(key, lambda _: heated(self._needed(spot_key), heating), measure)
        elif sizing is not None:
            key = self._sizes_key(table, sizing)
            make = partial(self._sized, table, sizing)
            yield Part(key, make, _measure(sizing))

    def colour_key(self, table: str, colouring: Colouring) -> Key:
        """Return the key of the coloured layer."""
        values = tuple(self.values_key(table, one) for one in colouring.variables)
        finest = finest_level(self.store.tables.values())
        return "colour", table, self.store.table(table).generation, finest, colouring, values

    def symbolised(self, view: LayerView, layer: MapLayer) -> MapLayer:
        """Return a layer with its sizes, outlines and heat; further shapes have no rows for it."""
        layer = replace(layer, look=with_symbols(layer.look, view.symbols))
        sizing, heating = view.symbols.sizing, view.symbols.heat
        if layer.attributes is not None:
            return layer
        if heating is not None:
            heat = self.made.get(self._heat_key(view.table, heating))
            return replace(layer, heat=heat) if isinstance(heat, HeatLook) else layer
        if sizing is not None:
            sizes = self.made.get(self._sizes_key(view.table, sizing))
            return replace(layer, sizes=sizes) if isinstance(sizes, Sizes) else layer
        return layer

    def _values_part(self, table: str, variable: Variable) -> Part:
        return Part(
            self.values_key(table, variable),
            lambda progress: read_values(self.store, self.base(table), variable, progress),
            _measure(variable),
        )

    def values_key(self, table: str, variable: Variable) -> Key:
        """Return the key of the values of a variable."""
        rests_on: object = None
        if variable.source == "measure":  # it may count any table
            rests_on = self.store.sequence
        elif variable.result is not None and variable.result in self.store.results:
            rests_on = self.store.results[variable.result].generation
        generation = self.store.table(table).generation
        return "values", table, generation, variable.variable, rests_on

    def _sizes_key(self, table: str, sizing: Sizing) -> Key:
        return "sizes", *self.values_key(table, sizing)[1:], sizing

    def _spots_key(self, table: str, heating: Heating) -> Key:
        values = () if heating.weight is None else self.values_key(table, heating.weight)
        return "spots", table, self.store.table(table).generation, values

    def _heat_key(self, table: str, heating: Heating) -> Key:
        return "heat", *self._spots_key(table, heating)[1:], heating

    def _values(self, table: str, variable: Variable) -> Values:
        return self._needed(self.values_key(table, variable))

    def _needed(self, key: Key) -> Any:
        """Return what was made just now; raise the fault that it could not be for."""
        found = self.made.get(key)
        if found is None:
            raise Superseded
        if isinstance(found, BadInput):
            raise found
        return found

    def _coloured(self, table: str, colouring: Colouring) -> MapLayer:
        layer, first, second = self.base(table), colouring.variable, colouring.crossed_with
        values = self._values(table, first)
        if second is not None:
            return crossed(layer, (first, second), (values, self._values(table, second)))
        return coloured(layer, colouring, values)

    def _sized(self, table: str, sizing: Sizing, _: Progress) -> Sizes:
        return sized(self._values(table, sizing), sizing)

    def _spots(self, table: str, weight: Variable | None) -> Spots:
        values = None if weight is None else self._values(table, weight)
        return spots(self.base(table).shapes, values)


def _measure(*variables: Variable | None) -> str | None:
    """Return the first measure that is asked for variables, None where there is none."""
    measured = (one.column for one in variables if one is not None and one.source == "measure")
    return next(measured, None)
