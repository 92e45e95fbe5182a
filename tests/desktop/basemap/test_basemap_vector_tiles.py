"""Vector tiles: shapes where they belong, without seams, whatever the bytes."""

import gzip
from itertools import pairwise

import mapbox_vector_tile
import numpy as np
import pyarrow as pa
import pytest
import shapely
from benchmarks.made_tiles import tiles_of, vector_tile, write_mbtiles, write_pmtiles
from hypothesis import given, settings
from hypothesis import strategies as st
from mapbox_vector_tile.Mapbox import vector_tile_pb2
from pyproj import CRS, Transformer

from gridloom_desktop.basemap import AS_IT_COMES
from gridloom_desktop.basemap.looks import LOOKS, look_number
from gridloom_desktop.basemap.mvt import TilePart, outlines, read_tile
from gridloom_desktop.basemap.opening import open_ground
from gridloom_desktop.canvas import Drawing, Symbol, View, build_shapes, paint
from gridloom_layers.coordinates import from_wgs84, reproject

WHITE = (255, 255, 255)
CENTRE = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True).transform(114.06, 22.54)
LAKE = shapely.Point(CENTRE).buffer(4000).difference(shapely.Point(CENTRE).buffer(1500))
ROAD = shapely.LineString(
    [(CENTRE[0] - 7000, CENTRE[1] - 6000), (CENTRE[0] + 7000, CENTRE[1] + 500)]
)
BOX = LAKE.envelope.buffer(4000).bounds
LAYERS = {"water": [(LAKE, {})], "transportation": [(ROAD, {"class": "motorway"})]}


def frame_of(ground, view, paper=WHITE) -> np.ndarray:
    return paint([ground.drawing(AS_IT_COMES, pytest.fail)], view, paper=paper)


def archive(path, layers, zooms=(13, 14)):
    tiles = tiles_of(BOX, zooms, lambda *place: vector_tile(layers, *place))
    write = write_pmtiles if path.suffix == ".pmtiles" else write_mbtiles
    return write(path, tiles, "pbf", name="矢量")


def drawn(shape, kind: str, number: int, view: View, width: float) -> np.ndarray:
    """A shape of Web Mercator painted straight into the map, without tiles."""
    there = reproject(np.array([shape]), CRS(3857), CRS(4547)).shapes
    shapes = build_shapes(kind, [pa.array(shapely.to_wkb(there), pa.binary())])
    symbol = Symbol((LOOKS[number][2].colour,), np.zeros(1, np.int16), line_width=width)
    return paint([Drawing(shapes, symbol)], view)


def levels(frame) -> np.ndarray:
    return np.stack([(frame >> shift) & 0xFF for shift in (16, 8, 0)], axis=-1).astype(float)


@pytest.mark.parametrize("ending", ["pmtiles", "mbtiles"])
@pytest.mark.parametrize("zoomed", [0.7, 1.9, 6.0])
def test_an_area_over_many_tiles_is_drawn_as_if_it_were_one(tmp_path, ending, zoomed):
    ground = open_ground(archive(tmp_path / f"x.{ending}", {"water": LAYERS["water"]}), "EPSG:4547")
    view = View.of_box(ground.box, 600, 400).zoomed(zoomed, 300, 200)
    frame = levels(frame_of(ground, view))
    expected = levels(drawn(LAKE, "area", look_number("water", "", "area"), view, 1.0))
    assert np.abs(frame - expected).max() <= 12  # a hundredth of a tile's unit beside an edge
    assert np.sqrt(((frame - expected) ** 2).mean()) < 0.3


def test_a_road_is_drawn_across_the_borders_of_tiles(tmp_path):
    roads = {"transportation": LAYERS["transportation"]}
    ground = open_ground(archive(tmp_path / "x.pmtiles", roads), "EPSG:4547")
    view = View.of_box(ground.box, 900, 600)
    dark = (levels(frame_of(ground, view)).sum(axis=2) < 720).any(axis=0)
    first, last = np.flatnonzero(dark)[[0, -1]]
    assert last - first > 200
    assert dark[first:last].all()


def test_vector_tiles_in_gcj_02_are_put_where_they_belong(tmp_path):
    path = archive(tmp_path / "x.pmtiles", LAYERS)
    plain, moved = (open_ground(path, "EPSG:4547", datum=datum).box for datum in ("wgs84", "gcj02"))
    shift = np.hypot(plain[0] - moved[0], plain[1] - moved[1])
    there = from_wgs84([114.0], [22.5], "gcj02")
    assert 400 < shift < 800
    assert there[0][0] > 114.0


def test_a_frame_far_away_is_paper(tmp_path):
    ground = open_ground(archive(tmp_path / "x.pmtiles", LAYERS), "EPSG:4547")
    frame = frame_of(ground, View(900_000, 3_000_000, 0.1, 50, 40), (3, 2, 1))
    assert (frame == 0xFF030201).all()


@pytest.mark.parametrize(
    ("layer", "name", "kind", "colour"),
    [
        ("water", "ocean", "area", (213, 223, 232)),
        ("physical_line", "river", "line", None),
        ("transportation", "motorway", "line", (188, 195, 203)),
        ("roads", "highway", "line", (188, 195, 203)),
        ("roads", "minor_road", "line", (220, 223, 227)),
        ("streets", "rail", "line", (198, 195, 203)),
        ("earth", "", "area", (247, 247, 245)),
        ("landuse", "park", "area", (230, 236, 226)),
        ("landcover", "wood", "area", (230, 236, 226)),
        ("buildings", "", "area", (227, 226, 224)),
        ("boundaries", "country", "line", (169, 166, 179)),
        ("poi", "shop", "area", None),
    ],
)
def test_layers_of_the_usual_schemas_have_a_look(layer, name, kind, colour):
    number = look_number(layer, name, kind)
    assert (LOOKS[number][2].colour if number is not None else None) == colour


def part_of(geometry: shapely.Geometry, extent: int = 4096) -> TilePart:
    """A shape in units of a tile (y down), encoded by the library."""
    option = {"extents": extent, "y_coord_down": True}
    found = [{"name": "x", "features": [{"geometry": geometry, "properties": {}}]}]
    content = mapbox_vector_tile.encode(found, default_options=option)
    return read_tile(content)[0]


corner = st.tuples(st.integers(-900, 5000), st.integers(-900, 5000))


@settings(max_examples=60, deadline=None)
@given(st.lists(corner, min_size=3, max_size=9, unique=True))
def test_cut_areas_are_those_of_geos(corners):
    shape = shapely.MultiPoint(corners).convex_hull
    if shape.geom_type != "Polygon" or shape.area < 1000:  # the encoder leaves out slivers
        return
    found = outlines(part_of(shape))
    area = sum(shapely.Polygon(found.xy[a:b]).area for a, b in pairwise(found.rings))
    expected = shapely.intersection(shape, shapely.box(0, 0, 4096, 4096)).area / 4096**2
    assert area == pytest.approx(expected, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.lists(corner, min_size=2, max_size=9, unique=True))
def test_cut_lines_are_those_of_geos(corners):
    line = shapely.LineString(corners)
    found = outlines(part_of(line))
    pieces = [found.xy[a:b] for a, b in pairwise(found.rings)]
    length = sum(np.hypot(*np.diff(piece, axis=0).T).sum() for piece in pieces)
    edges = pairwise(corners)
    square = shapely.box(0, 0, 4096, 4096)
    expected = sum(shapely.intersection(shapely.LineString(edge), square).length for edge in edges)
    assert length == pytest.approx(expected / 4096, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 2**32 - 1), max_size=40), st.sampled_from([2, 3]))
def test_nonsensical_commands_are_survived(commands, kind):
    tile = vector_tile_pb2.tile()
    layer = tile.layers.add(name="water", version=2, extent=4096)
    layer.features.add(type=kind, geometry=commands, tags=[7, 9, 1])
    for part in read_tile(tile.SerializeToString()):
        found = outlines(part)
        assert len(found.xy) == found.rings[-1]
        assert ((found.xy >= 0) & (found.xy <= 1)).all()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_a_tile_or_none(content):
    assert isinstance(read_tile(content), list)


def test_broken_tiles_leave_the_others(tmp_path):
    whole = tiles_of(BOX, [14], lambda *place: vector_tile(LAYERS, *place))
    broken = {place: gzip.compress(b"\x1a\xff") if place[1] % 2 else tile
              for place, tile in whole.items()}  # fmt: skip
    ground = open_ground(write_mbtiles(tmp_path / "x.mbtiles", broken, "pbf"), "EPSG:4547")
    frame = frame_of(ground, View.of_box(ground.box, 300, 200))
    assert len(np.unique(frame)) > 2
