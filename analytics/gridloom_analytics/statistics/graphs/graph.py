"""Who is next to whom: one validated, immutable graph of neighbours."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from gridloom_analytics.statistics.graphs.graph_kernels import (
    FAULTS,
    common_weights,
    first_fault,
    plain_sums,
    weighted_sums,
)

if TYPE_CHECKING:
    from libpysal.graph import Graph as PysalGraph

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Graph:
    """The neighbours of n sites with their weights, as compressed sparse rows.

    The neighbours of site i are ``indices[indptr[i]:indptr[i + 1]]``, ascending and without i
    itself; ``weights`` go with them. ``ids`` (length n) are the labels of the sites, such as row
    keys. A site without neighbours is an *island*. The arrays cannot be written to.

    >>> graph = Graph.from_pairs(np.array([0, 1]), np.array([1, 0]), ids=np.array([7, 8, 9]))
    >>> graph.cardinalities.tolist(), graph.islands.tolist()
    ([1, 1, 0], [False, False, True])
    """

    indptr: Integers
    indices: npt.NDArray[np.int32]
    weights: Floats
    ids: npt.NDArray[Any]

    def __post_init__(self) -> None:
        for array in (self.indptr, self.indices, self.weights, self.ids):
            array.flags.writeable = False
        _check(self)

    @classmethod
    def from_matrix(cls, matrix: csr_array, ids: npt.NDArray[Any] | None = None) -> "Graph":
        """Return the graph of a square sparse matrix; its diagonal and its zeros are left out."""
        links = matrix.tocoo()
        stored = (links.row != links.col) & (links.data != 0)
        coordinates = (links.row[stored], links.col[stored])
        clean = csr_array((links.data[stored].astype(float), coordinates), shape=matrix.shape)
        clean.sort_indices()
        n = len(clean.indptr) - 1
        return cls(
            clean.indptr.astype(np.int64),
            clean.indices.astype(np.int32),
            np.asarray(clean.data, dtype=np.float64),
            np.arange(n) if ids is None else np.array(ids),
        )

    @classmethod
    def from_pairs(
        cls, focal: npt.NDArray[Any], neighbour: npt.NDArray[Any], ids: npt.NDArray[Any]
    ) -> "Graph":
        """Return the binary graph of pairs of positions; a pair given twice counts once."""
        shape = (len(ids), len(ids))
        links = csr_array((np.ones(len(focal)), (focal, neighbour)), shape=shape)
        links.sum_duplicates()
        links.data[:] = 1.0
        return cls.from_matrix(links, ids)

    @classmethod
    def from_libpysal(cls, graph: "PysalGraph") -> "Graph":
        """Return the same graph as a libpysal ``Graph``, with its ids in its order."""
        return cls.from_matrix(csr_array(graph.sparse), np.asarray(graph.unique_ids))

    def to_libpysal(self) -> "PysalGraph":
        """Return the same graph as a libpysal ``Graph`` (which must be installed)."""
        from libpysal.graph import Graph as PysalGraph  # slow to import, needed only here

        focal = np.concatenate([self.focal, np.flatnonzero(self.islands)])
        neighbour = np.concatenate([self.indices, np.flatnonzero(self.islands)])
        weights = np.concatenate([self.weights, np.zeros(int(self.islands.sum()))])
        order = np.argsort(focal, kind="stable")
        return PysalGraph.from_arrays(
            self.ids[focal[order]], self.ids[neighbour[order]], weights[order]
        )

    @property
    def n(self) -> int:
        """The number of sites."""
        return len(self.indptr) - 1

    @property
    def cardinalities(self) -> Integers:
        """The number of neighbours of each site."""
        return np.diff(self.indptr)

    @property
    def islands(self) -> npt.NDArray[np.bool_]:
        """Which sites have no neighbour."""
        return self.cardinalities == 0

    @property
    def focal(self) -> Integers:
        """The position of the site that each link starts from."""
        return np.repeat(np.arange(self.n), self.cardinalities)

    @property
    def matrix(self) -> csr_array:
        """The weights as a scipy sparse matrix of shape (n, n); it shares the memory."""
        return csr_array((self.weights, self.indices, self.indptr), shape=(self.n, self.n))

    @cached_property
    def row_weight(self) -> Floats:
        """For each site the one weight that all its links have, or NaN where they differ.

        Islands have 0. Binary and row-standardised graphs have no NaN here.
        """
        found = common_weights(self.indptr, self.weights)
        found.flags.writeable = False
        return found

    @cached_property
    def even(self) -> bool:
        """Whether each site's links have one weight: its sums then need no weights read."""
        return not np.isnan(self.row_weight).any()

    def lag(self, values: Floats) -> Floats:
        """Return the weighted sum of each site's neighbours' values, shape (n,); islands have 0.

        Each sum is taken in the order of the links, so it is the same for any number of threads.
        """
        sums = self.neighbour_sums(values) if self.even else self._weighted_sums(values)
        if self.even:
            sums *= self.row_weight
        return sums

    def neighbour_sums(self, values: Floats) -> Floats:
        """Return the sum of each site's neighbours' values without weights, shape (n,)."""
        sums = np.empty(self.n)
        _in_halves(self.n, lambda a, b: plain_sums(values, self.indptr, self.indices, a, b, sums))
        return sums

    def _weighted_sums(self, values: Floats) -> Floats:
        sums, links = np.empty(self.n), (self.indptr, self.indices, self.weights)
        _in_halves(self.n, lambda a, b: weighted_sums(values, *links, a, b, sums))
        return sums

    def row_sums(self) -> tuple[Floats, Floats]:
        """Return the sums of each site's weights and of their squares; islands have 0."""
        if self.even:
            total = self.row_weight * self.cardinalities
            return total, total * self.row_weight
        linked = np.flatnonzero(~self.islands)
        total, squares = np.zeros(self.n), np.zeros(self.n)
        total[linked] = np.add.reduceat(self.weights, self.indptr[linked])
        squares[linked] = np.add.reduceat(self.weights**2, self.indptr[linked])
        return total, squares

    def binary(self) -> "Graph":
        """Return the graph with all weights 1."""
        return Graph(self.indptr, self.indices, np.ones_like(self.weights), self.ids)

    def row_standardised(self) -> "Graph":
        """Return the graph with weights that sum to 1 for each site that is no island."""
        sums, _ = self.row_sums()
        return Graph(self.indptr, self.indices, self.weights / sums[self.focal], self.ids)


def _check(graph: Graph) -> None:
    """Refuse arrays that are not a graph; a fault here is the programmer's."""
    indptr, indices, n = graph.indptr, graph.indices, len(graph.indptr) - 1
    steps = np.diff(indptr)
    if indptr[0] != 0 or (steps < 0).any() or indptr[-1] != len(indices):
        raise ValueError("indptr must rise from 0 to the number of links")
    if len(graph.weights) != len(indices) or len(graph.ids) != n:
        raise ValueError("weights must be as many as links, ids as many as sites")
    if fault := first_fault(indptr, indices, graph.weights):
        raise ValueError(FAULTS[fault])


SPLIT = 100_000
"""Sites from which on a second thread is worth its start."""


def _in_halves(n: int, work: Callable[[int, int], None]) -> None:
    """Do ``work(start, end)`` for all of n sites, on two threads where they are many.

    A pass over links waits for memory: more threads than two gain little.
    """
    if n < SPLIT:
        work(0, n)
        return
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(work, n // 2, n)
        work(0, n // 2)
        second.result()
