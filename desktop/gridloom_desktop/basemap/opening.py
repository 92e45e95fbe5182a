"""From a file to a basemap that can be painted: by what is in it, not by its name."""

from pathlib import Path
from typing import Protocol

import numpy as np

from gridloom_desktop.basemap.archive import TileArchive
from gridloom_desktop.basemap.basemap import Basemap
from gridloom_desktop.basemap.geotiff import MAGIC as TIFF
from gridloom_desktop.basemap.geotiff import GeoTiff
from gridloom_desktop.basemap.layers import reprojected
from gridloom_desktop.basemap.mbtiles import MBTiles
from gridloom_desktop.basemap.painting import Failed, PictureDrawing, RasterSource, ShapeGroup
from gridloom_desktop.basemap.placing import Placing
from gridloom_desktop.basemap.pmtiles import PMTiles
from gridloom_desktop.basemap.raster_tiles import RasterTiles
from gridloom_desktop.basemap.tiling import MERCATOR
from gridloom_desktop.basemap.toning import AS_IT_COMES, QUIET, Toning
from gridloom_desktop.basemap.vector_tiles import VectorTiles
from gridloom_desktop.canvas import (
    Box,
    Drawing,
    Painted,
    Shapes,
    Symbol,
    View,
    paint,
    parse_colour,
)
from gridloom_layers.coordinates import Datum, parse_crs
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.readers.detection import head_of
from gridloom_layers.readers.opening import existing_file

GLANCE = (64, 64)
"""Pixels of a first look."""
SQLITE, PMTILES = b"SQLite format 3\0", b"PMTiles"
MBTILES_ID = b"MPBX"
LAYER, LAYER_LINE = parse_colour("#e4e5e6"), parse_colour("#b9bec5")


class Ground(Protocol):
    """A basemap that is open, in the CRS of the map."""

    @property
    def title(self) -> str:
        """What the file says it is called; else its name without the ending."""
        ...

    @property
    def attribution(self) -> str:
        """Who is to be named on the map, in plain text; empty where the file does not say."""
        ...

    @property
    def usual(self) -> Toning:
        """How it is shown before anyone chose: pictures are loud, our own looks are not."""
        ...

    @property
    def box(self) -> Box | None:
        """The box of the map that it fills; None where the CRS of the map cannot hold it."""
        ...

    def drawing(self, toning: Toning, failed: Failed) -> Painted:
        """Return what the canvas paints, from one thread at a time.

        A file that can no longer be read is told to ``failed``, in the painting thread.
        """
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


def open_ground(
    path: str | Path,
    crs: str,
    *,
    source_crs: str | None = None,
    datum: Datum = "wgs84",
    progress: Progress | None = None,
) -> Ground:
    """Open a file as the ground of a map in ``crs``.

    MBTiles and PMTiles (pictures or vector tiles), GeoTIFF, and whatever vector file the project
    reads. ``source_crs`` overrules what a GeoTIFF or a vector file says. Raises ``BadInput``.
    """
    file = existing_file(str(path))
    parse_crs(crs)
    ground = _opened(file, crs, source_crs, datum, progress)
    try:
        _look_at(ground)
    except BaseException:
        ground.close()
        raise
    return ground


def _opened(
    file: Path, crs: str, source_crs: str | None, datum: Datum, progress: Progress | None
) -> Ground:
    if (tiles := _archive(file)) is not None:
        placing, facts = Placing(crs, MERCATOR, datum), tiles.facts
        if facts.format == "vector":
            return _VectorGround(tiles, placing)
        return _Picture(RasterTiles(tiles), placing, facts.box, facts.title, facts.attribution)
    if head_of(file).startswith(TIFF):
        tiff = GeoTiff(file, source_crs)
        return _Picture(tiff, Placing(crs, tiff.crs, datum), tiff.box, file.stem, "")
    shapes, _ = reprojected(file, crs, source_crs=source_crs, datum=datum, progress=progress)
    return _Layer(shapes, file.stem)


def _look_at(ground: Ground) -> None:
    """Draw the whole once, tiny: what cannot be read is told here, and the kernels get ready."""
    faults: list[BadInput] = []
    if ground.box is not None:
        paint([ground.drawing(AS_IT_COMES, faults.append)], View.of_box(ground.box, *GLANCE))
    if faults:
        raise faults[0]


def open_basemap(
    basemap: Basemap, workspace: Path, crs: str, progress: Progress | None = None
) -> Ground:
    """Open the file of a basemap for a map in ``crs``; raise ``BadInput`` where it went away."""
    file = basemap.file(workspace)
    if not file.exists():
        raise BadInput(
            "basemap-moved",
            tr(
                "The basemap “{title}” is no longer at {file}.", title=basemap.title, file=str(file)
            ),
            Where(file=str(file)),
            tr("Put the file back, or remove the basemap and add it from where it is now."),
        )
    return open_ground(file, crs, source_crs=basemap.crs, datum=basemap.datum, progress=progress)


def open_tiles(path: str | Path) -> TileArchive:
    """Open an archive of tiles; raise ``BadInput`` for a file that is none."""
    file = existing_file(str(path))
    found = _archive(file)
    return found if found is not None else MBTiles(file)  # which says what is wrong


def _archive(path: Path) -> TileArchive | None:
    """Return the archive that a file is; None for a file of another kind."""
    head = head_of(path)
    if head.startswith(PMTILES) or path.suffix.lower() == ".pmtiles":
        return PMTiles(path)
    named = path.suffix.lower() == ".mbtiles"
    if named or (head.startswith(SQLITE) and head[68:72] == MBTILES_ID):
        return MBTiles(path)
    return None


class _Picture:
    """A ground of pixels."""

    usual = QUIET

    def __init__(
        self, source: RasterSource, placing: Placing, box: Box, title: str, attribution: str
    ) -> None:
        self._source, self._placing = source, placing
        self.title, self.attribution = title, attribution
        self.box = _on_map(box, placing)

    def drawing(self, toning: Toning, failed: Failed) -> Painted:
        return PictureDrawing(self._source, self._placing, toning, failed)

    def close(self) -> None:
        self._source.close()


class _VectorGround(VectorTiles):
    """A ground of vector tiles."""

    usual = AS_IT_COMES

    def __init__(self, archive: TileArchive, placing: Placing) -> None:
        super().__init__(archive, placing)
        self.title, self.attribution = self.facts.title, self.facts.attribution
        self.box = _on_map(self.facts.box, placing)

    def drawing(self, toning: Toning, failed: Failed) -> Painted:  # noqa: ARG002 - the protocol's
        return ShapeGroup(lambda view: self.drawings(view, toning), toning)


class _Layer:
    """A ground of shapes, all in one quiet colour."""

    attribution, usual = "", AS_IT_COMES

    def __init__(self, shapes: Shapes, title: str) -> None:
        self._shapes, self.title = shapes, title
        self.box = shapes.extent
        self._classes = np.zeros(int(shapes.positions.max(initial=-1)) + 1, dtype=np.int16)

    def drawing(self, toning: Toning, failed: Failed) -> Painted:  # noqa: ARG002 - the protocol's
        fill, line = toning.toned(LAYER), toning.toned(LAYER_LINE)
        area = self._shapes.kind == "area"
        colours, outline = ((fill,), line) if area else ((line,), None)
        symbol = Symbol(colours, self._classes, outline=outline, line_width=1.2, radius=2.0)
        drawing = Drawing(self._shapes, symbol)
        return ShapeGroup(lambda _: [drawing], toning)

    def close(self) -> None:
        """Nothing is held open."""


def _on_map(box: Box, placing: Placing) -> Box | None:
    """Return the box of the map around a box of a basemap."""
    across, down = (np.linspace(box[i], box[i + 2], 9) for i in (0, 1))
    x, y = placing.to_map(*(one.ravel() for one in np.meshgrid(across, down)))
    if not np.isfinite(x).any():
        return None
    return float(np.nanmin(x)), float(np.nanmin(y)), float(np.nanmax(x)), float(np.nanmax(y))
