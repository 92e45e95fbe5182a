"""Small multiples as a window has them: pictures of one place, one legend, what they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.bilingual import Bilingual
from gridloom_layers.language import Message

Pixels = npt.NDArray[np.uint32]
"""(height, width), 0xffRRGGBB."""


@dataclass(frozen=True)
class SmallPicture:
    """One of the maps: its title, and its pixels."""

    title: Bilingual
    pixels: Pixels


@dataclass(frozen=True)
class LegendLine:
    """A class that all maps share: ``count`` rows have it."""

    colour: str
    label: Bilingual
    count: int


@dataclass(frozen=True)
class Multiples:
    """Maps beside each other, all of the same place at the same scale.

    ``about`` says what the classes are, ``way`` how the maps differ. ``metres_per_pixel`` is that
    of the pictures.
    """

    title: Bilingual
    about: Bilingual
    way: Message
    pictures: Sequence[SmallPicture]
    legend: Sequence[LegendLine]
    metres_per_pixel: float
