"""How large the points and how wide the lines of a layer are, by a variable of each row."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.window.model.symbology import Sizing
from gridloom_desktop.window.model.values import Values
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr

MOST_SIZES = 5
"""More sizes than these nobody tells apart in a legend (Dent 1999)."""


@dataclass(frozen=True, eq=False)
class Sizes:
    """Classes of numbers with a size each, the smallest first.

    ``codes`` (int16) gives the class of each row of the layer; one without a number has the
    smallest size. ``pixels`` are radii of points or widths of lines; ``uppers`` the greatest number
    of each class.
    """

    title: Bilingual
    unit: str
    labels: tuple[str, ...]
    pixels: tuple[float, ...]
    codes: npt.NDArray[np.int16]
    uppers: tuple[float, ...] = ()

    def counts(self, kept: npt.NDArray[np.bool_] | None) -> list[int]:
        """Return how many of the rows that are kept have each size."""
        codes = self.codes if kept is None else self.codes[kept]
        return np.bincount(codes, minlength=len(self.pixels)).tolist()


def sized(values: Values, sizing: Sizing) -> Sizes:
    """Return the sizes of rows, in natural classes of their numbers.

    Natural breaks keep what is far apart in different classes, and few outliers do not press all
    others into one.
    """
    # Late: it loads kernels, which a window does without until someone asks.
    from gridloom_analytics.cartography.classes import class_ranges
    from gridloom_analytics.statistics.classes.classification import breaks

    if not values.numeric:
        raise BadInput(
            "not-a-number-field",
            tr("“{field}” has no numbers that sizes could follow.", field=sizing.column),
            hint=tr("Choose a field of numbers."),
        )
    numbers = values.numbers
    finite = np.isfinite(numbers)
    found = breaks(numbers, "jenks", MOST_SIZES) if finite.any() else []
    ranges = class_ranges(numbers, found, values.unit)
    uppers = np.array([one.upper for one in ranges])
    codes = np.searchsorted(uppers, np.where(finite, numbers, -np.inf), side="left")
    codes = np.minimum(codes, max(len(uppers) - 1, 0)).astype(np.int16)
    labels = tuple(one.label for one in ranges) or ("–",)
    pixels = np.linspace(sizing.least, sizing.most, len(labels)) if len(labels) > 1 else [
        sizing.most
    ]  # fmt: skip
    return Sizes(
        values.title, values.unit, labels, tuple(map(float, pixels)), codes, tuple(uppers.tolist())
    )
