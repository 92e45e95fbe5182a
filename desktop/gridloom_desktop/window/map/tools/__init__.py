"""What the pointer does on the map: one small class for each tool."""

from gridloom_desktop.window.map.tools.buffer import Buffer
from gridloom_desktop.window.map.tools.circle import CircleSelect
from gridloom_desktop.window.map.tools.cut import Cut
from gridloom_desktop.window.map.tools.measure import MeasureArea, MeasureDistance
from gridloom_desktop.window.map.tools.move_shape import MoveShape
from gridloom_desktop.window.map.tools.pan import Pan
from gridloom_desktop.window.map.tools.polygon import PolygonSelect
from gridloom_desktop.window.map.tools.rectangle import RectangleSelect, ZoomBox
from gridloom_desktop.window.map.tools.reshape import Reshape
from gridloom_desktop.window.map.tools.shape_tool import ShapeTool
from gridloom_desktop.window.map.tools.tool import How, MapView, Place, Pointer, Tool

TOOLS: tuple[type[Tool], ...] = (
    Pan,
    ZoomBox,
    RectangleSelect,
    PolygonSelect,
    CircleSelect,
    Buffer,
    MeasureDistance,
    MeasureArea,
)
"""In the order of the tool bar."""
SHAPE_TOOLS: tuple[type[ShapeTool], ...] = (Reshape, MoveShape, Cut)
"""Those that are taken with the outline of a row."""

__all__ = [
    "SHAPE_TOOLS",
    "TOOLS",
    "Buffer",
    "CircleSelect",
    "Cut",
    "How",
    "MapView",
    "MeasureArea",
    "MeasureDistance",
    "MoveShape",
    "Pan",
    "Place",
    "Pointer",
    "PolygonSelect",
    "RectangleSelect",
    "Reshape",
    "ShapeTool",
    "Tool",
    "ZoomBox",
]
