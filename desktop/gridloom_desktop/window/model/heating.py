"""Heat of a layer: how dense its points lie, or the middles of its small areas."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.canvas import Shapes
from gridloom_desktop.window.model.map_layer import HeatLook
from gridloom_desktop.window.model.symbology import Heating
from gridloom_desktop.window.model.values import Values
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr

PALETTES = ("YlOrRd", "YlGnBu", "Blues", "Purples", "lajolla", "batlow")
"""Those that heat is offered in: from little to much, so that the map below shines through."""
STOPS = 9


def middles(shapes: Shapes) -> Shapes:
    """Return the middle of the box of each shape, as points of the same rows.

    They lie in the same cells as the shapes, which are sorted by these middles.
    """
    if shapes.kind == "point":
        return shapes
    boxes = shapes.boxes
    middle = ((boxes[:, :2].astype(float) + boxes[:, 2:]) / 2).astype(np.float32)
    each = np.arange(len(shapes) + 1)
    return replace(
        shapes, kind="point", coordinates=middle, rings=each, parts=each,
        boxes=np.hstack([middle, middle]), areas=np.zeros(len(shapes), np.float32), size=0.0,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Spots:
    """What heat is made of: points, each with the weight of its row where there are ``weights``."""

    shapes: Shapes
    weights: npt.NDArray[np.float64] | None = None
    weighted_by: Bilingual | None = None


def spots(shapes: Shapes, weights: Values | None) -> Spots:
    """Return the points of a layer, or the middles of its areas, with their weights."""
    if weights is None:
        return Spots(middles(shapes))
    if not weights.numeric:
        raise BadInput(
            "not-a-number-field",
            tr("Rows can only be weighted by numbers."),
            hint=tr("Choose a field of numbers."),
        )
    return Spots(middles(shapes), weights.numbers, weights.title)


def heated(found: Spots, heating: Heating) -> HeatLook:
    """Return how dense points lie, in the colours of the palette."""
    # Late: its palettes load matplotlib's, which a window does without until someone colours.
    from gridloom_analytics.cartography.palettes import colours

    return HeatLook(
        shapes=found.shapes,
        colours=tuple(colours(heating.palette, STOPS)),
        radius=heating.radius,
        strength=heating.strength,
        weights=found.weights,
        weighted_by=found.weighted_by,
    )
