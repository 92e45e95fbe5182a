"""How many of each thing a city has: in proportion to the full city of 18 million persons."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SMALLEST, LARGEST = 20_000, 18_000_000
FULL_BUILDINGS, FULL_ENTITIES, FULL_EVENTS, FULL_GRIDS = 1_200_000, 1_800_000, 5_000_000, 16_417
FULL_ROOMS, FULL_COMPONENTS, FULL_FACILITIES = 11_000_000, 900_000, 24_000
FEWEST_GRIDS_A_COMMUNITY = 2


@dataclass(frozen=True)
class Proportions:
    """Counts of everything; ``persons`` is what was asked for."""

    persons: int

    def of(self, full: int) -> int:
        """Return the share of ``full`` (a count of the full city) for this city.

        >>> Proportions(1_800_000).of(FULL_GRIDS)
        1642
        """
        return round(full * self.persons / LARGEST)

    @property
    def grids(self) -> int:
        """Return the number of grids wished for; every community has two or more."""
        return self.of(FULL_GRIDS)


def apportion(total: int, weights: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Return whole numbers that sum to ``total``, each within one of its share by ``weights``.

    Running totals are rounded, so that many small shares in a row get their due together.

    >>> apportion(10, [1, 1, 1]).tolist()
    [3, 4, 3]
    """
    running = np.cumsum(np.asarray(weights, np.float64))
    borders = np.floor(running * (total / running[-1]) + 0.5).astype(np.int64)
    return np.diff(borders, prepend=0)


def apportion_within(
    total: int, weights: npt.ArrayLike, least: npt.ArrayLike, most: npt.ArrayLike
) -> npt.NDArray[np.int64]:
    """Return whole numbers as :func:`apportion` does, none under ``least`` or over ``most``.

    ``total`` is moved into the range that the bounds allow.
    """
    weight = np.asarray(weights, np.float64)
    low, high = np.broadcast_to(least, weight.shape), np.broadcast_to(most, weight.shape)
    result = np.array(low, np.int64)
    goal = min(max(total, int(low.sum())), int(high.sum()))
    while (rest := goal - int(result.sum())) > 0:
        free = np.where(result < high, weight + 1e-12, 0.0)
        result += np.minimum(apportion(rest, free), high - result)
    return result
