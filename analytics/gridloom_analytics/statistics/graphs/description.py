"""What a graph of neighbours looks like: its parts, its symmetry, its distances."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from gridloom_analytics.statistics.graphs.distance_weights import link_lengths
from gridloom_analytics.statistics.graphs.graph import Graph

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Points = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Description:
    """Figures of a graph: ``links`` counts each direction, ``components`` each island too.

    ``least``, ``mean``, ``median`` and ``most`` are numbers of neighbours of a site, islands
    included. ``one_way`` links have no link back; without any the graph is symmetric.
    """

    sites: int
    links: int
    islands: int
    components: int
    least: int
    mean: float
    median: float
    most: int
    one_way: int

    @property
    def symmetric(self) -> bool:
        """Whether every neighbour of a site has it as a neighbour too, whatever the weights."""
        return self.one_way == 0


def describe(graph: Graph) -> Description:
    """Return the figures of a graph of one site or more.

    >>> describe(Graph.from_pairs(np.array([0, 1]), np.array([1, 2]), np.arange(4))).components
    2
    """
    counts = graph.cardinalities
    return Description(
        sites=graph.n,
        links=len(graph.indices),
        islands=int(graph.islands.sum()),
        components=int(components(graph).max()),
        least=int(counts.min()),
        mean=float(counts.mean()),
        median=float(np.median(counts)),
        most=int(counts.max()),
        one_way=_one_way(graph),
    )


def components(graph: Graph) -> Integers:
    """Return the number of the component of each site: from 1, the largest first.

    Sites are in one component where links lead from one to the other, in whatever direction. Of
    components as large as each other, the one with the first site comes first.

    >>> components(Graph.from_pairs(np.array([1, 2]), np.array([2, 3]), np.arange(4))).tolist()
    [2, 1, 1, 1]
    """
    _, label = connected_components(graph.matrix, directed=True, connection="weak")
    _, first, number, sizes = np.unique(
        label, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(sizes), dtype=np.int64)
    rank[np.lexsort([first, -sizes])] = np.arange(1, len(sizes) + 1)
    return rank[number]


def nearest_distances(points: Points, workers: int = -1) -> Floats:
    """Return the distance of each of two or more points to the nearest other, in their units.

    ``workers`` is the number of threads, −1 for all cores: 1 within a job that has one already.

    >>> nearest_distances(np.array([[0.0, 0], [0, 0], [3, 4]])).tolist()
    [0.0, 0.0, 5.0]
    """
    distances, _ = KDTree(points).query(points, 2, workers=workers)
    return np.asarray(distances)[:, 1]


def mean_distances(graph: Graph, points: Points) -> Floats:
    """Return the mean distance of each site to its neighbours, not weighted; NaN for islands."""
    total = np.bincount(graph.focal, link_lengths(graph, points), minlength=graph.n)
    counts = graph.cardinalities
    return np.divide(total, counts, out=np.full(graph.n, np.nan), where=counts > 0)


def _one_way(graph: Graph) -> int:
    ones = np.ones(len(graph.indices), dtype=np.int32)
    links = csr_array((ones, graph.indices, graph.indptr), shape=(graph.n, graph.n))
    return len(ones) - int((links * links.T).sum())
