"""Basemaps against GDAL: the same mosaic of tiles, warped into the same frame of the city's CRS.

Tiles of zoom 14 around Futian as MBTiles, decoded already; 1600 × 1000 pixels at about the
resolution of the tiles. The peer is rasterio's WarpedVRT, which stands for a map layer that is
warped on the fly, and GDAL's warp in one call, both bilinear, in memory and with GDAL's own
approximation (0.125 pixels). Agreement is the root mean square difference of the frames (of 1.0)
where both have content. The *first frame* has no peer: it is what the window waits for.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.io import MemoryFile
from rasterio.transform import from_origin
from rasterio.vrt import WarpedVRT
from rasterio.warp import Resampling, reproject

from benchmarks.made_tiles import smooth_tile, tiles_of, write_mbtiles
from benchmarks.measuring import Measurement, compared
from gridloom_desktop.basemap import AS_IT_COMES
from gridloom_desktop.basemap.grid import grid_of
from gridloom_desktop.basemap.opening import open_tiles
from gridloom_desktop.basemap.painting import PictureDrawing
from gridloom_desktop.basemap.placing import Placing
from gridloom_desktop.basemap.raster_tiles import RasterTiles
from gridloom_desktop.basemap.tiling import MERCATOR, mercator_box
from gridloom_desktop.basemap.warping import Mosaic
from gridloom_desktop.canvas import Frame, View, paint

CRS = "EPSG:4547"
WIDTH, HEIGHT = 1600, 1000
BOX = mercator_box(113.9, 22.45, 114.2, 22.7)
VIEWS = {
    "tiles as they are": View(493_000.3, 2_507_000.7, 1 / 8.7, WIDTH, HEIGHT),
    "between two zooms": View(493_000.3, 2_507_000.7, 1 / 6.4, WIDTH, HEIGHT),
    "overzoomed four times": View(497_000.3, 2_500_000.7, 1 / 2.2, WIDTH, HEIGHT),
}
Bands = npt.NDArray[np.uint8]


def measure(_: bool) -> Iterator[Measurement]:
    """Yield the frames of each view, and the first one of an archive that was just opened."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "tiles.mbtiles"
        write_mbtiles(archive, tiles_of(BOX, range(12, 15), smooth_tile))
        placing = Placing(CRS, MERCATOR)
        source = RasterTiles(open_tiles(archive))
        for name, view in VIEWS.items():
            yield from warped(name, source, view, placing)
        view, name = VIEWS["tiles as they are"], "basemap: first frame, tiles to be decoded"
        yield compared(
            name, WIDTH * HEIGHT, lambda: frame_of(RasterTiles(open_tiles(archive)), view, placing)
        )
        source.close()


def frame_of(source: RasterTiles, view: View, placing: Placing) -> Frame:
    """Return a frame as the window paints it."""
    return paint([PictureDrawing(source, placing, AS_IT_COMES, print)], view)


def warped(name: str, source: RasterTiles, view: View, placing: Placing) -> Iterator[Measurement]:
    """Yield one view against both ways of GDAL."""
    grid = grid_of(view, placing)
    assert grid.box is not None
    mosaic = source.mosaic(grid.box, grid.resolution)
    assert mosaic is not None
    bands = np.moveaxis(channels(mosaic.pixels), -1, 0).astype(np.uint8)
    for peer, work in {"WarpedVRT": by_vrt, "GDAL warp": by_warp}.items():
        ready, ended = work(bands, mosaic, view)
        yield compared(
            f"basemap: {name}", WIDTH * HEIGHT, lambda: frame_of(source, view, placing),
            peer, ready, difference, repeat=7,
        )  # fmt: skip
        ended()


def places(mosaic: Mosaic, view: View) -> tuple[rasterio.Affine, rasterio.Affine]:
    """Return where the pixels of the mosaic and of the frame lie."""
    start = from_origin(mosaic.left, mosaic.top, *mosaic.resolution)
    return start, from_origin(view.left, view.top, 1 / view.scale, 1 / view.scale)


def by_vrt(
    bands: Bands, mosaic: Mosaic, view: View
) -> tuple[Callable[[], Bands], Callable[[], None]]:
    """Return the peer's work with its picture open, and how it ends."""
    start, end = places(mosaic, view)
    memory = MemoryFile()
    shape = {"height": bands.shape[1], "width": bands.shape[2], "count": 3, "dtype": "uint8"}
    with memory.open(driver="GTiff", crs=MERCATOR, transform=start, tiled=True, **shape) as file:
        file.write(bands)
    file = memory.open()

    def work() -> Bands:
        options = {"crs": CRS, "transform": end, "width": view.width, "height": view.height}
        with WarpedVRT(file, resampling=Resampling.bilinear, **options) as warped_file:
            return warped_file.read()

    def ended() -> None:
        file.close()
        memory.close()

    return work, ended


def by_warp(
    bands: Bands, mosaic: Mosaic, view: View
) -> tuple[Callable[[], Bands], Callable[[], None]]:
    """Return the work of one call over arrays, on two threads."""
    start, end = places(mosaic, view)

    def work() -> Bands:
        target = np.zeros((3, view.height, view.width), dtype=np.uint8)
        reproject(bands, target, src_transform=start, src_crs=MERCATOR, dst_transform=end,
                  dst_crs=CRS, resampling=Resampling.bilinear, num_threads=2)  # fmt: skip
        return target

    return work, lambda: None


def channels(frame: Frame) -> npt.NDArray[np.float64]:
    """Return red, green and blue (…, 3) of pixels."""
    return np.stack([(frame >> shift) & 0xFF for shift in (16, 8, 0)], axis=-1).astype(float)


def difference(ours: Frame, theirs: Bands) -> float:
    """Return the root mean square difference of two frames where the peer has content."""
    there = theirs.any(axis=0)
    gaps = channels(ours)[there] - np.moveaxis(theirs, 0, -1)[there]
    return float(np.sqrt((gaps**2).mean())) / 255
