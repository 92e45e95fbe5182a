"""The tools of the map as commands, and what they draw as selections."""

from collections.abc import Sequence
from functools import partial

import shapely
from shapely.geometry.base import BaseGeometry

from gridloom_analytics.selecting import Within
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.map.tools import TOOLS, How, Tool
from gridloom_desktop.window.model.measuring import Ruler
from gridloom_desktop.window.model.naming import with_names
from gridloom_desktop.window.model.session import Selected, Session
from gridloom_desktop.window.model.targeting import around, selected_shapes, target_layer
from gridloom_desktop.window.operations import Operations
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress

SELECTING = ("rectangle", "polygon", "circle", "buffer")


class Tooling:
    """Lets the user choose what the pointer does; an area that was drawn selects."""

    def __init__(self, session: Session, operations: Operations, canvas: MapCanvas) -> None:
        self._session, self._operations, self._canvas = session, operations, canvas
        self._tools = {tool.name: tool(canvas) for tool in TOOLS}
        self._of: Selected | None = None
        self._shapes: Sequence[shapely.Geometry] = ()
        canvas.ruler = Ruler(session.store.crs)
        canvas.selected_shapes = self.selected_shapes
        canvas.drawn.connect(self.select_within)
        session.changed.connect(self._show_grid)
        self._show_grid()
        canvas.drawn_around.connect(self.select_around)

    def use(self, name: str) -> None:
        """Let a tool answer the pointer; the one that does already gives way to the hand."""
        again = self._canvas.tool.name == name
        self._canvas.use(self._tools["pan" if again else name])
        self._canvas.setFocus()

    def select_within(self, area: BaseGeometry, how: How) -> None:
        """Select what an area touches, in the layer that is meant."""
        layer = target_layer(self._session.layers, self._session.document.picked)
        if layer is not None:
            self._session.select(layer.table, Within.of(area), how)

    def select_around(self, metres: float, how: How) -> None:
        """Select what lies within a distance of what is selected."""
        shapes = self.selected_shapes()
        self._operations.do(
            tr("Finding what lies within {metres:,.0f} m", metres=metres),
            partial(_area, shapes, metres),
            lambda area: self.select_within(area, how),
        )

    def selected_shapes(self) -> Sequence[shapely.Geometry]:
        """Return the geometries that are selected; found once for a selection."""
        selection = self._session.selection
        if selection is not self._of:
            self._of = selection
            self._shapes = (
                ()
                if selection is None
                else tuple(selected_shapes(self._session.layers, selection.table, selection.keys))
            )
        return self._shapes

    @property
    def shows_names(self) -> bool:
        """Whether any layer has labels."""
        return any(view.labels for view in self._session.document.layers)

    def switch_names(self) -> None:
        """Write the names of areas and places on the map, or take them off."""
        named = not self.shows_names
        document = with_names(self._session.document, self._session.store, named=named)
        self._session.apply(tr("Show names") if named else tr("Hide names"), document)

    def switch_grid(self) -> None:
        """Draw coordinates over the map, or take them off."""
        document = self._session.document
        title = tr("Hide the coordinate grid") if document.grid else tr("Show the coordinate grid")
        self._session.apply(title, document.model_copy(update={"grid": not document.grid}))

    def _show_grid(self, *_: object) -> None:
        if self._canvas.gridded != self._session.document.grid:
            self._canvas.gridded = self._session.document.grid
            self._canvas.update()

    def commands(self) -> Commands:
        """Return what can be done."""
        grid = Command(
            "grid", "view", lambda: tr("Coordinate grid"), "mdi6.grid", self.switch_grid,
            "Ctrl+Alt+G", group="map", switch=True, is_on=lambda: self._session.document.grid,
        )  # fmt: skip
        names = Command(
            "names", "view", lambda: tr("Names on the map"), "mdi6.label-outline",
            self.switch_names, "Ctrl+Shift+N", group="map", switch=True,
            is_on=lambda: self.shows_names,
        )  # fmt: skip
        return [*(self._command(tool) for tool in TOOLS), names, grid]

    def _command(self, tool: type[Tool]) -> Command:
        return Command(
            tool.name,
            "select" if tool.name in SELECTING else "view",
            lambda: tool.title,
            tool.icon,
            partial(self.use, tool.name),
            f"Ctrl+Shift+{tool.keys}",
            group="tools",
            is_enabled=lambda: not self._canvas.tool.stays,
            switch=True,
            is_on=lambda: self._canvas.tool.name == tool.name,
        )


def _area(shapes: Sequence[shapely.Geometry], metres: float, _: Progress) -> BaseGeometry:
    return around(shapes, metres)
