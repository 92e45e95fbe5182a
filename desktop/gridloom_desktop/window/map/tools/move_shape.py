"""Moving a shape as a whole."""

import shapely
from PyQt6.QtCore import Qt

from gridloom_desktop.window.map.tools.shape_tool import Drawn, ShapeTool
from gridloom_desktop.window.map.tools.tool import MapView, Pointer
from gridloom_desktop.window.model.editing import Outline
from gridloom_desktop.window.model.snapping import Spot
from gridloom_layers.language import tr


class MoveShape(ShapeTool):
    """Drags the shape; the vertex that is nearest to the pointer snaps to what is around."""

    name = "move"
    title = tr("Move the shape")
    hint = tr("Drag the shape to where it belongs.")
    icon = "mdi6.cursor-move"
    drags = True

    def __init__(self, canvas: MapView, outline: Outline) -> None:
        super().__init__(canvas, outline)
        self._from: Spot | None = None
        self._before: Drawn = self.sketch, ()

    @property
    def offset(self) -> Spot:
        """How far the shape was moved, to the east and to the north."""
        x, y = (self.sketch.lines[0][0] - self.outline.sketch.lines[0][0]).tolist()
        return x, y

    def grasps(self, pointer: Pointer) -> bool:
        """Say whether the shape is under the pointer."""
        return bool(shapely.dwithin(self.sketch.shape, shapely.Point(pointer.place), self.reach))

    def press(self, pointer: Pointer) -> None:
        """Grasp the shape, by a vertex where one is near."""
        vertex = self.sketch.vertex_near(pointer.place, self.reach)
        self._from = self.sketch.spot(vertex) if vertex else pointer.place
        self._before = self.sketch, ()

    def move(self, pointer: Pointer) -> None:
        """Take the shape along."""
        if self._from is None:
            grasps = self.grasps(pointer)
            self.cursor = Qt.CursorShape.SizeAllCursor if grasps else Qt.CursorShape.CrossCursor
            return
        x, y = self.snapped(pointer, self.outline.others)
        self.sketch = self._before[0].shifted(x - self._from[0], y - self._from[1])
        self.canvas.update()

    def release(self, pointer: Pointer) -> None:  # noqa: ARG002 - it was moved there
        """Let go of the shape."""
        held, self._from, self._snap = self._from, None, None
        if held is not None and self.sketch is not self._before[0]:
            self.remember(self._before)
        self.canvas.update()

    def cancel(self) -> bool:
        """Let the shape go back to where it was."""
        held, self._from, self._snap = self._from, None, None
        if held is not None:
            self.sketch = self._before[0]
        return held is not None
