"""Points in the base grids, and the building nearest to a point, against what else can tell.

Grids and buildings are the sample city's (``--full``: 5 million points, 1.2 million buildings; else
a tenth), with holes and exclaves cut into a fifth of the grids. The layers come as WKB, as a
workspace keeps them; the lines *and index* begin there, the others with the index made. Peers have
their geometries and tables made before the clock starts; ``sjoin`` makes its index in its time.
Agreement is the share of points for which the two say something different.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import duckdb
import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from benchmarks.measuring import Measurement, timed
from gridloom_layers.geometry import AreaLocator, NearestFinder
from gridloom_layers.geometry.wkb import parse_wkb

Floats = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.object_]
Positions = npt.NDArray[np.integer]

PERSONS = 18_000_000
SPREAD = 40.0
"""Metres, standard deviation: how far from a building things happen."""
WITHIN = 50.0
"""Metres: how far the nearest building may be."""
HOLED_EVERY = 10
NEAREST = """
    SELECT place.position, arg_min(building.position, ST_Distance(place.shape, building.shape))
    FROM place JOIN building ON ST_DWithin(place.shape, building.shape, ?) GROUP BY ALL
"""


@dataclass(frozen=True)
class Ground:
    """The base grids, the footprints of buildings and their middles (n, 2), in EPSG:4547."""

    grids: Shapes
    buildings: Shapes
    middles: Floats


def measure(full: bool) -> Iterator[Measurement]:
    """Yield the measurements; ``full`` takes minutes, most of them in the peers."""
    share = 1 if full else 10
    ground = sample_ground(PERSONS // share)
    yield from in_grids(ground, 5_000_000 // share)
    points = places(ground, 600_000 // share)
    yield from nearest("nearest building", points, ground.buildings)
    yield from nearest("nearest point", points, shapely.points(ground.middles))


def sample_ground(persons: int) -> Ground:
    """Return the ground of the sample city, a fifth of its grids with a hole or an exclave."""
    from gridloom_sample.city import found_city  # late: most runs measure something else

    city = found_city(persons, seed=1)
    footprints = city.stock.footprints
    return Ground(with_holes(city.ground.cells.areas), footprints.areas, footprints.xy)


def with_holes(areas: Shapes) -> Shapes:
    """Cut a hole into each tenth area; every other hole is filled by an exclave of the next one."""
    areas = areas.copy()
    holed = np.arange(0, len(areas) - 1, HOLED_EVERY)
    middles = shapely.point_on_surface(areas[holed])
    radii = shapely.distance(middles, shapely.boundary(areas[holed])) / 2
    holes = shapely.buffer(middles, radii, quad_segs=4)
    areas[holed] = shapely.difference(areas[holed], holes)
    areas[holed[::2] + 1] = shapely.union(areas[holed[::2] + 1], holes[::2])
    return areas


def places(ground: Ground, n: int) -> Floats:
    """Return ``n`` places (n, 2) where something happened, near buildings, in no order."""
    rng = np.random.default_rng(n)
    near = ground.middles[rng.integers(0, len(ground.middles), n)]
    return near + rng.normal(0, SPREAD, (n, 2))


def in_grids(ground: Ground, n: int) -> Iterator[Measurement]:
    """Point in polygon, against geopandas."""
    points, column = places(ground, n), to_wkb(ground.grids)
    AreaLocator.of(ground.grids[:9]).locate(points[:9])  # compiles
    whole_s, _ = timed(lambda: AreaLocator.of(parse_wkb(column)).locate(points), repeat=5)
    locator = AreaLocator.of(ground.grids)
    ours_s, ours = timed(lambda: locator.locate(points), repeat=7)
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*points.T))
    grids = gpd.GeoDataFrame(geometry=ground.grids)
    peer_s, pairs = timed(lambda: frame.sjoin(grids, predicate="intersects"), repeat=1)
    differing = share_of(ours != lowest(n, pairs.index.to_numpy(), pairs["index_right"].to_numpy()))
    for name, seconds in ("points in grids", ours_s), ("points in grids, and index", whole_s):
        yield Measurement(name, n, seconds, "geopandas sjoin", peer_s, differing)


def nearest(name: str, points: Floats, targets: Shapes) -> Iterator[Measurement]:
    """The nearest target within 50 m, against DuckDB's spatial extension and shapely."""
    n, column = len(points), to_wkb(targets)
    NearestFinder.of(targets[:9], WITHIN).find(points[:9])  # compiles
    whole_s, _ = timed(lambda: NearestFinder.of(parse_wkb(column), WITHIN).find(points), repeat=5)
    finder = NearestFinder.of(parse_wkb(column), WITHIN)
    ours_s, ours = timed(lambda: finder.find(points), repeat=7)
    peers = {"shapely STRtree": shapely_peer(points, targets)}
    if (path := spatial_extension()) is not None:
        peers = {"DuckDB spatial": duckdb_peer(path, points, column), **peers}
    for peer, ask in peers.items():
        peer_s, theirs = timed(ask, repeat=2 if peer.startswith("DuckDB") else 1)
        differing = share_of(ours != theirs)
        yield Measurement(f"{name} within 50 m", n, ours_s, peer, peer_s, differing)
        yield Measurement(f"{name} within 50 m, and index", n, whole_s, peer, peer_s, differing)


def shapely_peer(points: Floats, targets: Shapes) -> Callable[[], Positions]:
    """Return the work of shapely: the lowest position of the targets that are nearest."""
    tree, there = shapely.STRtree(targets), shapely.points(points)

    def ask() -> Positions:
        pairs = tree.query_nearest(there, max_distance=WITHIN, all_matches=True)
        return lowest(len(points), *pairs)

    return ask


def duckdb_peer(extension: Path, points: Floats, column: pa.Array) -> Callable[[], Positions]:
    """Return the work of DuckDB: a spatial join within the distance, and the least of each."""
    connection = duckdb.connect()
    connection.load_extension(str(extension))
    there = pa.table({"position": np.arange(len(points)), "x": points[:, 0], "y": points[:, 1]})
    shapes = pa.table({"position": np.arange(len(column)), "wkb": column})
    connection.register("there", there)
    connection.register("shapes", shapes)
    connection.execute("CREATE TABLE place AS SELECT position, ST_Point(x, y) AS shape FROM there")
    connection.execute(
        "CREATE TABLE building AS SELECT position, ST_GeomFromWKB(wkb) AS shape FROM shapes"
    )

    def ask() -> Positions:
        found = connection.execute(NEAREST, [WITHIN]).to_arrow_table()
        return lowest(len(points), found.column(0).to_numpy(), found.column(1).to_numpy())

    return ask


def spatial_extension() -> Path | None:
    """Return DuckDB's spatial extension for the DuckDB that is installed; None without one."""
    package = find_spec("duckdb_extension_spatial")
    folders = package.submodule_search_locations if package else None
    for folder in folders or ():
        path = Path(folder) / "extensions" / f"v{duckdb.__version__}" / "spatial.duckdb_extension"
        if path.exists():
            return path
    return None


def lowest(n: int, left: Positions, right: Positions) -> Positions:
    """Return the least right position that is paired with each of ``n`` left ones; −1: none."""
    found = np.full(n, np.iinfo(np.int64).max)
    np.minimum.at(found, left, right)
    return np.where(found == np.iinfo(np.int64).max, -1, found)


def share_of(mask: npt.NDArray[np.bool_]) -> float:
    """Return the share of rows that are true."""
    return float(mask.mean())


def to_wkb(shapes: Shapes) -> pa.Array:
    """Return shapes as a layer of a workspace hands them out."""
    return pa.array(shapely.to_wkb(shapes), pa.binary())
