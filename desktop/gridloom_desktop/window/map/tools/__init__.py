"""What the pointer does on the map: one small class for each tool."""

from gridloom_desktop.window.map.tools.buffer import Buffer
from gridloom_desktop.window.map.tools.circle import CircleSelect
from gridloom_desktop.window.map.tools.measure import MeasureArea, MeasureDistance
from gridloom_desktop.window.map.tools.pan import Pan
from gridloom_desktop.window.map.tools.polygon import PolygonSelect
from gridloom_desktop.window.map.tools.rectangle import RectangleSelect, ZoomBox
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

__all__ = [
    "TOOLS",
    "Buffer",
    "CircleSelect",
    "How",
    "MapView",
    "MeasureArea",
    "MeasureDistance",
    "Pan",
    "Place",
    "Pointer",
    "PolygonSelect",
    "RectangleSelect",
    "Tool",
    "ZoomBox",
]
