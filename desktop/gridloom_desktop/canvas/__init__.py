"""The canvas: a rasteriser for millions of shapes, free of Qt."""

from gridloom_desktop.canvas.drawing import Drawing
from gridloom_desktop.canvas.frame import Frame, Painted, Tile
from gridloom_desktop.canvas.heat import Heat
from gridloom_desktop.canvas.highlight import Highlight
from gridloom_desktop.canvas.painting import paint, warm_up
from gridloom_desktop.canvas.picking import pick, pick_within
from gridloom_desktop.canvas.shapes import ShapeKind, Shapes, build_shapes, shapes_from
from gridloom_desktop.canvas.symbol import Colour, Symbol, parse_colour
from gridloom_desktop.canvas.view import Box, View

__all__ = [
    "Box",
    "Colour",
    "Drawing",
    "Frame",
    "Heat",
    "Highlight",
    "Painted",
    "ShapeKind",
    "Shapes",
    "Symbol",
    "Tile",
    "View",
    "build_shapes",
    "paint",
    "parse_colour",
    "pick",
    "pick_within",
    "shapes_from",
    "warm_up",
]
