"""Moving over the map: to all, to a layer, to what is selected, closer and farther."""

from functools import partial

import numpy as np
import numpy.typing as npt

from gridloom_desktop.canvas import Box
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.model.city_map import extent, union
from gridloom_desktop.window.model.session import Session
from gridloom_layers.language import tr

STEP = 1.6
"""How much closer or farther one step goes."""


class Navigating:
    """Shows parts of the plane on a map, and keeps in the document which was seen last."""

    def __init__(self, session: Session, canvas: MapCanvas) -> None:
        self._session, self._canvas = session, canvas
        canvas.moved.connect(self._keep)
        canvas.wants_all.connect(self.zoom_to_all)

    def zoom_to_all(self) -> None:
        """Show all visible layers."""
        if box := extent(self._session.layers):
            self._canvas.show_box(box)

    def zoom_to_layer(self, name: str) -> None:
        """Show all of one layer."""
        layer = self._session.layer(name)
        if layer is not None and (box := layer.shapes.extent):
            self._canvas.show_box(box)

    def zoom_to_table(self, name: str) -> None:
        """Show all rows of a table, whether its layer is read already or not."""
        table = self._session.store.tables.get(name)
        if table is not None and table.extent is not None:
            self._canvas.show_box(table.extent)

    def zoom_to_selection(self) -> None:
        """Show all that is selected on the map."""
        if (selection := self._session.selection) is not None:
            self.zoom_to_rows(selection.table, selection.keys)

    def zoom_to_rows(self, table: str, keys: npt.NDArray[np.int64]) -> None:
        """Show rows of a table that are on the map."""
        boxes: list[Box | None] = [
            layer.extent_of(keys)
            for layer in self._session.layers
            if layer.table == table and layer.attributes is None
        ]
        if box := union(boxes):
            self._canvas.show_box(box)

    def go_to(self, x: float, y: float) -> None:
        """Show a place in the middle, and mark it until the pointer marks another."""
        self._canvas.centre_on(x, y)
        self._canvas.echo((x, y))

    def begin(self) -> None:
        """Show what was seen last, else everything."""
        if self._session.document.box is not None:
            self._canvas.show_box(self._session.document.box, margin=0.0)
        else:
            self.zoom_to_all()

    def _keep(self) -> None:
        if (view := self._canvas.view) is not None:
            self._session.look_at(view.box)

    def _has_selection(self) -> bool:
        return self._session.selection is not None

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                "zoom-all", "view", lambda: tr("Zoom to all"), "mdi6.fit-to-screen-outline",
                self.zoom_to_all, "Ctrl+0", bar=True, terse=True,
            ),
            Command(
                "zoom-in", "view", lambda: tr("Zoom in"), "mdi6.magnify-plus-outline",
                partial(self._canvas.zoom, STEP), "Ctrl++", bar=True, terse=True,
            ),
            Command(
                "zoom-out", "view", lambda: tr("Zoom out"), "mdi6.magnify-minus-outline",
                partial(self._canvas.zoom, 1 / STEP), "Ctrl+-", bar=True, terse=True,
            ),
            Command(
                "zoom-selection", "view", lambda: tr("Zoom to the selection"),
                "mdi6.selection-search", self.zoom_to_selection, "Ctrl+J",
                is_enabled=self._has_selection,
            ),
            Command(
                "previous-view", "view", lambda: tr("Previous view"), "mdi6.arrow-left",
                self._canvas.show_previous, "Alt+Left",
                is_enabled=lambda: self._canvas.history.has_previous,
            ),
            Command(
                "next-view", "view", lambda: tr("Next view"), "mdi6.arrow-right",
                self._canvas.show_next, "Alt+Right",
                is_enabled=lambda: self._canvas.history.has_next,
            ),
        ]  # fmt: skip
