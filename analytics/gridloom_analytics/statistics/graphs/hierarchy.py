"""Neighbours by the hierarchy: all that belong to the same parent."""

from typing import Any

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.graphs.graph import Graph

Integers = npt.NDArray[np.int64]


def build_siblings(parents: Integers, ids: npt.NDArray[Any] | None = None) -> Graph:
    """Return the binary graph in which all sites of one parent are neighbours of each other.

    ``parents`` (n,) are the parents as whole numbers from 0; a negative one is none, and its site
    an island, as is the only site of a parent.

    >>> build_siblings(np.array([4, 0, 4, -1, 4])).indices.tolist()
    [2, 4, 0, 4, 0, 2]
    """
    order = np.argsort(parents, kind="stable")
    sizes = np.where(parents >= 0, _sizes(parents), 0)
    first = np.searchsorted(parents[order], parents)
    begins = np.cumsum(sizes) - sizes
    within = np.arange(int(sizes.sum())) - np.repeat(begins, sizes)
    siblings = order[np.repeat(first, sizes) + within]
    others = siblings != np.repeat(np.arange(len(parents)), sizes)
    indices = siblings[others].astype(np.int32)
    indptr = np.concatenate([[0], np.cumsum(np.maximum(sizes - 1, 0))])
    labels = np.arange(len(parents)) if ids is None else np.array(ids)
    return Graph(indptr, indices, np.ones(len(indices)), labels)


def sibling_links(parents: Integers) -> int:
    """Return how many links :func:`build_siblings` would make, without making them."""
    sizes = np.bincount(parents[parents >= 0])
    return int((sizes * (sizes - 1)).sum())


def _sizes(parents: Integers) -> Integers:
    """Return for each site how many sites have its parent."""
    _, number, sizes = np.unique(parents, return_inverse=True, return_counts=True)
    return sizes[number]
