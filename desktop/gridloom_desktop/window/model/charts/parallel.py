"""Parallel categories: how the categories of one field divide among those of the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from gridloom_desktop.window.model.charts.bars import Bars, bars
from gridloom_desktop.window.model.charts.coded import Coded, small
from gridloom_desktop.window.model.charts.column import Categories, Floats, Integers
from gridloom_desktop.window.model.charts.wording import Pick

MOST = 8
"""So many categories of a field stand by themselves; the others are one."""
GAP = 0.02
"""The free space between two categories, as a part of the height."""


@dataclass(frozen=True, eq=False)
class Ribbon:
    """What a category of an axis has in common with one of the next axis.

    ``left`` and ``right`` are bottom and top (0 to 1) at both axes, ``marked_left`` and
    ``marked_right`` those of its selected rows, which lie at the foot of the categories.
    """

    axis: int
    ends: tuple[int, int]
    left: tuple[float, float]
    right: tuple[float, float]
    marked_left: tuple[float, float]
    marked_right: tuple[float, float]
    count: int
    marked: int


@dataclass(frozen=True, eq=False)
class Block:
    """A category of an axis: where it stands (0 to 1), how many rows it has, how many selected."""

    axis: int
    category: int
    bottom: float
    top: float
    count: int
    marked: int


class MarkedParts(NamedTuple):
    """All blocks and ribbons, each with its part that is selected."""

    blocks: list[Block]
    ribbons: list[Ribbon]


@dataclass(frozen=True, eq=False)
class Parallel:
    """The axes, and for each pair of neighbouring ones the rows by both categories."""

    axes: tuple[Bars, ...]
    pairs: tuple[Coded, ...]

    def marked(self, positions: Integers) -> MarkedParts:
        """Return blocks and ribbons, and how much of each the rows at some positions are."""
        return MarkedParts(self.blocks(positions), self.ribbons(positions))

    def blocks(self, positions: Integers) -> list[Block]:
        """Return the categories of all axes, the most frequent on top."""
        found = []
        for axis, one in enumerate(self.axes):
            counts, marked = one.coded.counts()[:-1], one.coded.counts(positions)[:-1]
            for category, (bottom, top) in enumerate(_stacked(counts)):
                sizes = int(counts[category]), int(marked[category])
                found.append(Block(axis, category, bottom, top, *sizes))
        return found

    def ribbons(self, positions: Integers) -> list[Ribbon]:
        """Return what neighbouring axes have in common, in the order of their categories."""
        return [
            ribbon for axis in range(len(self.pairs)) for ribbon in self._between(axis, positions)
        ]

    def _between(self, axis: int, positions: Integers) -> list[Ribbon]:
        left, right = self.axes[axis], self.axes[axis + 1]
        pair, shape = self.pairs[axis], (left.size, right.size)
        counts = pair.counts()[:-1].reshape(shape)
        marked = pair.counts(positions)[:-1].reshape(shape)
        sizes = left.coded.counts()[:-1], right.coded.counts()[:-1]
        ends = _shares(sizes[0], counts), _shares(sizes[1], counts.T).transpose(1, 0, 2)
        feet = _feet(sizes[0], marked), _feet(sizes[1], marked.T).transpose(1, 0, 2)
        return [
            Ribbon(
                axis,
                (one, other),
                _ends(ends[0][one, other]),
                _ends(ends[1][one, other]),
                _ends(feet[0][one, other]),
                _ends(feet[1][one, other]),
                int(counts[one, other]),
                int(marked[one, other]),
            )
            for one, other in np.argwhere(counts > 0).tolist()
        ]

    def blocks_of(self, axis: int, chosen: Sequence[int]) -> Pick:
        """Return the rows of some categories of an axis."""
        return self.axes[axis].picked(chosen)

    def ribbon(self, axis: int, one: int, other: int) -> Pick:
        """Return the rows of a category that have a category of the next axis."""
        left, right = self.axes[axis], self.axes[axis + 1]
        rows = partial(self.pairs[axis].rows, [one * right.size + other])
        return Pick(rows, f"({left.said(one)}) and ({right.said(other)})")


def parallel(columns: Sequence[Categories], *, persons: bool = False) -> Parallel | None:
    """Return the axes of two to five columns; None where one has no value."""
    found = [bars(column, most=MOST, persons=persons) for column in columns]
    axes = tuple(one for one in found if one is not None)
    if len(axes) < len(columns) or len(axes) < 2:
        return None
    pairs = [_pair(left, right) for left, right in pairwise(axes)]
    return Parallel(axes, tuple(pairs))


def _pair(left: Bars, right: Bars) -> Coded:
    size = left.size * right.size
    known = (left.coded.codes < left.size) & (right.coded.codes < right.size)
    both = left.coded.codes.astype(np.int32) * right.size + right.coded.codes
    codes = np.where(known, both, size).astype(small(size))
    return Coded(codes, size, left.coded.persons)


def _stacked(counts: Integers) -> list[tuple[float, float]]:
    """Return bottom and top of each category: from the top down, as high as it has rows."""
    room = 1.0 - GAP * (len(counts) - 1)
    heights = room * counts / max(counts.sum(), 1)
    tops = 1.0 - np.concatenate([[0.0], np.cumsum(heights[:-1] + GAP)])
    return list(zip((tops - heights).tolist(), tops.tolist(), strict=True))


def _shares(totals: Integers, counts: Integers) -> Floats:
    """Return bottom and top of each ribbon at its category, the first on top; (k, m, 2)."""
    blocks = np.array(_stacked(totals))
    scale = (blocks[:, 1] - blocks[:, 0]) / np.maximum(totals, 1)
    tops = blocks[:, 1, None] - scale[:, None] * (np.cumsum(counts, axis=1) - counts)
    return np.stack([tops - scale[:, None] * counts, tops], axis=2)


def _feet(totals: Integers, marked: Integers) -> Floats:
    """Return bottom and top of each ribbon's selected rows, the last undermost; (k, m, 2)."""
    blocks = np.array(_stacked(totals))
    scale = (blocks[:, 1] - blocks[:, 0]) / np.maximum(totals, 1)
    tops = blocks[:, 0, None] + scale[:, None] * np.cumsum(marked[:, ::-1], axis=1)[:, ::-1]
    return np.stack([tops - scale[:, None] * marked, tops], axis=2)


def _ends(places: Floats) -> tuple[float, float]:
    return float(places[0]), float(places[1])
