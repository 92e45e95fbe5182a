"""Frames, their parts, and what paints them."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from gridloom_desktop.canvas.view import View

Frame = npt.NDArray[np.uint32]
"""(height, width) of 0xffRRGGBB, as QImage.Format_RGB32 has it."""


@dataclass(frozen=True)
class Tile:
    """A part of a frame: the pixels from (``left``, ``top``) on."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Band:
    """Rows of a frame that are painted at a time, and where they lie in it.

    ``target`` is the accumulator, (height, width + 2, 2) int64 of zeros; who uses it leaves it so.
    """

    frame: Frame
    target: npt.NDArray[np.int64]
    place: Tile


class BandPainter(Protocol):
    """Paints one layer of one view; called by several threads at a time."""

    def paint(self, band: Band) -> None:
        """Paint the layer over a band."""
        ...


class Painted(Protocol):
    """What a frame can be painted of, the lowest first: drawings, highlights, heat."""

    @property
    def layer_opacity(self) -> float:
        """The opacity of all of it over the layers below, 0 to 1."""
        ...

    def prepared(self, view: View) -> BandPainter | None:
        """Return what paints the bands of a view's frame; None where there is nothing to see."""
        ...
