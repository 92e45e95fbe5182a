"""Any vector file as a basemap: read, reprojected on the fly, never imported."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_desktop.basemap.bending import moved
from gridloom_desktop.basemap.placing import Placing
from gridloom_desktop.canvas import ShapeKind, Shapes, shapes_from
from gridloom_layers.coordinates import Datum, parse_crs
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry.wkb import Ragged, parse_wkb
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.readers import GEOMETRY, Source, open_source


def reprojected(
    path: Path,
    crs: str,
    *,
    source_crs: str | None = None,
    datum: Datum = "wgs84",
    progress: Progress | None = None,
) -> tuple[Shapes, ShapeKind]:
    """Return the shapes of a vector file in ``crs``, and their kind.

    ``source_crs`` overrules what the file says. Straight edges that bend get vertices in between,
    so that they are true to half a metre. Of a file of several kinds the one of its first shape is
    taken. Raises ``BadInput`` where the file has no shapes, no CRS, or lies where ``crs`` cannot
    hold it.
    """
    with open_source(path, crs=source_crs) as source:
        if source.geometry is None:
            raise _no_geometry(source)
        if source.crs is None:
            raise _no_crs(source)
        placing = Placing(crs, parse_crs(source.crs).to_wkt(), datum)
        pieces = list(_moved(source, placing, progress or Progress()))
    kinds: list[ShapeKind] = [kind for kind in map(_kind, pieces) if kind is not None]
    if not kinds:
        raise _no_geometry(source)
    pieces = [_only(piece, _are(kinds[0], piece)) for piece in pieces]
    shapes = shapes_from(kinds[0], pieces)
    if not len(shapes):
        raise _elsewhere(source)
    return shapes, kinds[0]


def _moved(source: Source, placing: Placing, progress: Progress) -> Iterator[Ragged]:
    done, message = 0, tr("Reading “{file}”", file=source.name)
    for batch in source.batches():
        progress.report("basemap", done, max(source.rows, done), message)
        if GEOMETRY in batch.schema.names:
            yield moved(_parsed(source, batch.column(GEOMETRY)), placing.to_map)
        done += batch.num_rows
    progress.report("basemap", done, done, message)


def _parsed(source: Source, column: pa.Array) -> Ragged:
    try:
        return parse_wkb(column)
    except ValueError as error:
        raise _no_geometry(source) from error


def _kind(piece: Ragged) -> ShapeKind | None:
    """Return the kind of the first shape that is not empty."""
    if not len(piece.areas):
        return None
    if piece.areas[0]:
        return "area"
    return "line" if piece.rings[1] - piece.rings[0] > 1 else "point"


def _are(kind: ShapeKind, piece: Ragged) -> npt.NDArray[np.bool_]:
    """Return which rings are of a kind, of shapes that the CRS of the map can hold as a whole."""
    sizes = np.diff(piece.rings)
    of_kind = {"area": piece.areas, "line": ~piece.areas & (sizes > 1), "point": sizes == 1}[kind]
    lost = np.flatnonzero(~np.isfinite(piece.coordinates).all(axis=1))
    torn = np.searchsorted(piece.rings, lost, side="right") - 1
    owner = np.repeat(np.arange(len(piece)), np.diff(piece.parts))
    return of_kind & ~np.isin(owner, owner[torn])


def _only(piece: Ragged, kept: npt.NDArray[np.bool_]) -> Ragged:
    """Return the shapes with these rings alone."""
    if kept.all():
        return piece
    sizes = np.diff(piece.rings)
    counts = np.concatenate([[0], np.cumsum(kept)])
    return Ragged(
        piece.coordinates[np.repeat(kept, sizes)],
        np.concatenate([[0], np.cumsum(sizes[kept])]),
        counts[piece.parts],
        piece.areas[kept],
        piece.holes[kept],
    )


def _no_geometry(source: Source) -> BadInput:
    return BadInput(
        "no-geometry",
        tr("“{file}” has no shapes that can be drawn.", file=source.name),
        Where(file=str(source.path)),
        tr("Take a layer of areas, lines or points."),
    )


def _no_crs(source: Source) -> BadInput:
    return BadInput(
        "no-crs",
        tr("“{file}” does not say in which CRS it is.", file=source.name),
        Where(file=str(source.path)),
        tr("Choose its CRS, for example EPSG:4547."),
    )


def _elsewhere(source: Source) -> BadInput:
    return BadInput(
        "wrong-crs",
        tr("“{file}” lies where the CRS of the map cannot show it.", file=source.name),
        Where(file=str(source.path)),
        tr("Check its CRS ({crs}) and choose the right one.", crs=str(source.crs)[:40]),
    )
