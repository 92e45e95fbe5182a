"""Contiguous regions of cells, grown from seeds along the links between cells."""

from typing import cast

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

from gridloom_sample.territory.coverage import Integers

Points = npt.NDArray[np.float64]
ROUNDS = 8


def grow(graph: sparse.csr_array, seeds: Integers) -> Integers:
    """Return for each cell the position in ``seeds`` of the seed that is nearest along the links.

    A region is a tree of shortest paths, so it is contiguous; −1 where no seed is reached.
    """
    found = dijkstra(graph, directed=False, indices=seeds, min_only=True, return_predecessors=True)
    source = cast(tuple[Points, Integers, Integers], found)[2]
    number = np.full(len(source), -1, np.int64)
    number[seeds] = np.arange(len(seeds))
    return np.where(source >= 0, number[source], -1)


def split(
    graph: sparse.csr_array,
    xy: Points,
    group: Integers,
    parts: Integers,
    rng: np.random.Generator,
) -> Integers:
    """Return a part for each cell: ``parts[g]`` contiguous, compact parts of each group ``g``.

    Parts are numbered through all groups, in the order of the groups. Links between groups are
    ignored; a group has at least as many cells as parts.
    """
    inside = _within(graph, group)
    seeds = _scatter(group, parts, rng)
    for _ in range(ROUNDS):
        part = grow(inside, seeds)
        seeds = _centres(xy, part, len(seeds))
    return grow(inside, seeds)


def _within(graph: sparse.csr_array, group: Integers) -> sparse.csr_array:
    links = graph.tocoo()
    row, column = links.coords
    keep = group[row] == group[column]
    return sparse.csr_array((links.data[keep], (row[keep], column[keep])), shape=graph.shape)


def _scatter(group: Integers, parts: Integers, rng: np.random.Generator) -> Integers:
    """Return ``parts[g]`` cells of each group, drawn at random, in the order of the groups."""
    order = np.lexsort((rng.random(len(group)), group))
    first = np.searchsorted(group[order], np.arange(len(parts)))
    rank = np.arange(len(group)) - first[group[order]]
    return order[rank < parts[group[order]]]


def _centres(xy: Points, part: Integers, count: int) -> Integers:
    """Return the cell of each part that is nearest to the part's centre of gravity."""
    size = np.bincount(part, minlength=count)
    centre = np.column_stack([np.bincount(part, axis, count) / size for axis in xy.T])
    away = ((xy - centre[part]) ** 2).sum(axis=1)
    order = np.lexsort((away, part))
    return order[np.searchsorted(part[order], np.arange(count))]
