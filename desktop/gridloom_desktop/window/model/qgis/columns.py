"""The columns of a layer that is written for QGIS: what its rows are drawn and labelled by."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

import pandas as pd

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.window.model.document import LayerView
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.scene import Scene
from gridloom_desktop.window.model.symbology import Variable
from gridloom_desktop.window.model.values import Values

RESERVED = ("row_key", "code", "name", "suppressed", "geometry", "geom", "fid")


@dataclass
class Columns:
    """Columns that a file shall have beside those of its rows, on all row keys of a layer.

    ``own`` are the fields that the rows have anyway. ``of`` says by which column a variable goes,
    ``fields`` which of them are fields of the table, ``measures`` which are measures; ``titles``
    are what they are called.
    """

    keys: pd.Index
    own: tuple[str, ...]
    taken: set[str] = field(init=False)
    frame: pd.DataFrame = field(init=False)
    of: dict[Variable, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    measures: dict[str, str] = field(default_factory=dict)
    titles: dict[str, Bilingual] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.frame = pd.DataFrame(index=self.keys)
        self.taken = {one.casefold() for one in (*RESERVED, *self.own)}

    def add(self, name: str, values: object, title: Bilingual) -> str:
        """Add a column; return its name, numbered where another one is called so in any case."""
        numbered = (f"{name} {number}" for number in count(2))
        free = name
        while free.casefold() in self.taken:
            free = next(numbered)
        self.taken.add(free.casefold())
        self.frame[free] = values
        self.titles[free] = title
        return free

    def add_variable(self, variable: Variable, values: Values) -> None:
        """Add the values of a variable, once; kinds as the texts that styles know them by."""
        if variable in self.of:
            return
        if variable.source == "field" and variable.column in self.own:
            self.of[variable] = variable.column  # records have their fields anyway
            return
        cells = values.cells
        if not values.numeric:
            cells = [None if one is None else as_text(one) for one in cells]
        self.of[variable] = name = self.add(variable.column, cells, values.title)
        if variable.source == "field":
            self.fields[name] = variable.column
        if variable.source == "measure":
            self.measures[name] = variable.column


def as_text(value: object) -> str:
    """Return a kind as QGIS compares it: yes and no as it writes them.

    >>> as_text(True), as_text("True")
    ('true', 'True')
    """
    return str(value).lower() if isinstance(value, bool) else str(value)


def drawn_variables(view: LayerView) -> list[Variable]:
    """Return the variables that a layer is coloured, sized or weighted by."""
    coloured = view.colouring.variables if view.colouring and view.is_of_rows else ()
    symbols = (one.variable for one in view.symbols.variables)
    return list(dict.fromkeys((*coloured, *symbols)))


def columns_of(layer: MapLayer, own: Iterable[str]) -> Columns:
    """Return no columns yet, for a layer whose rows have their ``own`` fields."""
    return Columns(pd.Index(layer.row_keys), tuple(own))


def add_drawn(columns: Columns, scene: Scene, view: LayerView) -> None:
    """Add what a layer is drawn by, as far as it is read."""
    for variable in drawn_variables(view):
        values = scene.values(view.table, variable)
        if values is not None:
            columns.add_variable(variable, values)
