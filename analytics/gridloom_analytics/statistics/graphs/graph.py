"""Who is next to whom: one validated, immutable graph of neighbours."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

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
        _check(self)
        for array in (self.indptr, self.indices, self.weights, self.ids):
            array.flags.writeable = False

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

    @property
    def row_weight(self) -> Floats:
        """For each site the one weight that all its links have, or NaN where they differ.

        Islands have 0. Binary and row-standardised graphs have no NaN here.
        """
        linked = np.flatnonzero(~self.islands)
        found = np.zeros(self.n)
        if len(linked):
            least = np.minimum.reduceat(self.weights, self.indptr[linked])
            most = np.maximum.reduceat(self.weights, self.indptr[linked])
            found[linked] = np.where(least == most, least, np.nan)
        return found

    def row_sums(self) -> tuple[Floats, Floats]:
        """Return the sums of each site's weights and of their squares; islands have 0."""
        linked = np.flatnonzero(~self.islands)
        total, squares = np.zeros(self.n), np.zeros(self.n)
        if len(linked):
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
    if not (np.isfinite(graph.weights) & (graph.weights >= 0)).all():
        raise ValueError("weights must be finite and not negative")
    if len(indices) and (indices.min() < 0 or indices.max() >= n):
        raise ValueError("a neighbour is not among the sites")
    focal = np.repeat(np.arange(n), steps)
    if (focal == indices).any():
        raise ValueError("a site is not its own neighbour")
    same_row = focal[1:] == focal[:-1]
    if (np.diff(indices)[same_row] <= 0).any():
        raise ValueError("neighbours must ascend and occur once")
