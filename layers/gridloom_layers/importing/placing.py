"""How the rows of a source get their place: which CRS, which axes, or none at all."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely
from pyproj import CRS, Transformer

from gridloom_layers.coordinates.axes import axis_order
from gridloom_layers.coordinates.crs import Extent, area_of_use, parse_crs
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry.repair import Kind, dominant_kind
from gridloom_layers.importing.mapping import POSITION
from gridloom_layers.importing.options import ImportOptions
from gridloom_layers.importing.positions import Coordinates, Shapes
from gridloom_layers.language import Message, listed, tr
from gridloom_layers.readers import GEOMETRY, Source
from gridloom_layers.roles import Role

DEGREES = {"cgcs2000": "EPSG:4490"}
"""The CRS of degrees without one, by datum; EPSG:4326 for the others."""
MOSTLY = 0.9


def choose_position(
    source: Source,
    role: Role,
    mapping: Mapping[str, str],
    options: ImportOptions,
    target: CRS,
    sample: pa.RecordBatch,
) -> tuple[Shapes | Coordinates | None, list[Message]]:
    """Return how rows are placed (None: a table without geometry), and what to tell the user.

    Raises ``BadInput`` for an area role without geometry, for coordinates without a CRS, for
    swapped axes, and where the layer lies nowhere near the workspace.
    """
    warnings: list[Message] = []
    position: Shapes | Coordinates | None = None
    if source.geometry is not None and role.geometry != "none":
        position = _shapes(source, role, mapping, options, target, sample)
    elif set(POSITION) <= set(mapping) and role.geometry in ("point", "any"):
        position = _coordinates(source, mapping, options, target, sample, warnings)
    elif role.geometry == "area":
        raise BadInput(
            "no-geometry",
            tr("“{file}” has no geometry, which the role {role} needs.", file=source.name,
               role=role.name),
            Where(file=str(source.path), layer=source.layer),
            tr("Import the layer with the outlines, or take the role statistics for a table."),
        )  # fmt: skip
    elif source.geometry is not None:
        warnings.append(
            tr("The geometry was left out: rows of the role {role} have none.", role=role.name)
        )
    if position is not None:
        _check_place(position, sample, source)
    return position, warnings


def _shapes(
    source: Source,
    role: Role,
    mapping: Mapping[str, str],
    options: ImportOptions,
    target: CRS,
    sample: pa.RecordBatch,
) -> Shapes:
    if source.crs is None:
        raise _no_crs(source)
    kind: Kind = "area"
    if role.geometry == "point":
        kind = "point"
    elif role.geometry == "any":
        wkb = sample.column(GEOMETRY).to_numpy(zero_copy_only=False)
        kind = dominant_kind(shapely.from_wkb(wkb, on_invalid="ignore")) or "area"
    swap = (mapping.get("x"), mapping.get("y")) == ("y", "x")
    return Shapes(kind, parse_crs(source.crs), target, options.datum, _possible(target), swap=swap)


def _coordinates(
    source: Source,
    mapping: Mapping[str, str],
    options: ImportOptions,
    target: CRS,
    sample: pa.RecordBatch,
    warnings: list[Message],
) -> Coordinates:
    for name in POSITION:
        if mapping[name] not in source.headers:
            raise BadInput(
                "unknown-column",
                tr("The source has no column “{name}”.", name=mapping[name]),
                Where(file=str(source.path), column=mapping[name]),
                tr("Near it: {names}.", names=listed(source.headers)),
            )
    assumed = DEGREES.get(options.datum, "EPSG:4326")
    crs = parse_crs(source.crs or assumed)
    position = Coordinates(
        mapping["x"], mapping["y"], crs, target, options.datum, _possible(target)
    )
    if source.crs is None:
        x, y = position.sample(sample)
        if not _in_degrees(x, y):
            raise _no_crs(source)
        source.crs = assumed
        warnings.append(
            tr("The coordinates are in degrees and no CRS was given; {crs} was taken.", crs=assumed)
        )
    return position


def _in_degrees(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> bool:
    """Tell whether nearly all coordinates could be degrees, in either order."""
    largest = np.fmax(np.abs(x), np.abs(y))
    largest = largest[np.isfinite(largest)]
    return not len(largest) or float((largest <= 180).mean()) > MOSTLY


def _no_crs(source: Source) -> BadInput:
    return BadInput(
        "no-crs",
        tr("“{file}” does not say in which CRS its coordinates are.", file=source.name),
        Where(file=str(source.path), layer=source.layer),
        tr("Give it with --crs, for example --crs EPSG:4547."),
    )


def _check_place(position: Shapes | Coordinates, sample: pa.RecordBatch, source: Source) -> None:
    expected = _expected(position)
    if expected is None:
        return
    x, y = position.sample(sample)
    order = axis_order(x, y, expected)
    where = Where(file=str(source.path), layer=source.layer)
    if order == "swapped":
        raise BadInput(
            "swapped-axes",
            tr("The coordinates of “{file}” are swapped: north before east.",
               file=source.name),
            where,
            _swap_hint(position),
        )  # fmt: skip
    if order == "elsewhere":
        raise BadInput(
            "wrong-crs",
            tr("“{file}” lies outside of the area of the workspace’s CRS.", file=source.name),
            where,
            tr("Check the CRS of the source ({crs}) and give the right one with --crs.",
               crs=position.source.to_string()[:40]),
        )  # fmt: skip


def _swap_hint(position: Shapes | Coordinates) -> Message:
    if isinstance(position, Coordinates):
        return tr("Give --map x={y} --map y={x}.", x=position.x, y=position.y)
    return tr("Give --map x=y --map y=x to swap them.")


def _expected(position: Shapes | Coordinates) -> Extent | None:
    """Return where the coordinates should lie, in their own CRS: the area of the workspace's CRS,
    else that of their own."""
    area = position.target.area_of_use
    if area is None:
        return area_of_use(position.source)
    to_source = Transformer.from_crs("EPSG:4326", position.source, always_xy=True)
    bounds = to_source.transform_bounds(*area.bounds)
    return bounds if np.isfinite(bounds).all() else area_of_use(position.source)


def _possible(target: CRS) -> Extent | None:
    """Return where coordinates may lie at all: the area of the CRS and its size around it."""
    area = area_of_use(target)
    if area is None:
        return None
    xmin, ymin, xmax, ymax = area
    wide, high = xmax - xmin, ymax - ymin
    return xmin - wide, ymin - high, xmax + wide, ymax + high
