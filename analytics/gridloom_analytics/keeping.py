"""Results kept in a workspace: values exactly, in Parquet, and a map that QGIS opens."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyogrio

from gridloom_analytics.cartography import Style
from gridloom_analytics.chart import Chart
from gridloom_analytics.geopackage import column_names, own_columns
from gridloom_analytics.raster import Raster
from gridloom_analytics.result import Method, Result
from gridloom_analytics.titles import NAMED_FOR
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.roles import role
from gridloom_layers.workspace import Change, Reading, Store
from gridloom_layers.workspace.sealing import Seal

MAP, VALUES, PERSONS = "map", "values", "persons"
TABLE, SHAPES, RASTER = "table ", "shapes ", "raster "
"""Kinds of files of a kept result; the last three are followed by a name."""
VISIBLE = "visible "
"""What stands before the kinds of files of the answer of the rows that may be seen."""
CONTENT = "content"
"""The column of a sealed file that holds a GeoTIFF as a whole."""
SOURCE_SUFFIX = "_source"
MAP_LAYER = "result"
PIECE_ROWS = 1000


def keep(store: Store, name: str, result: Result, progress: Progress | None = None) -> None:
    """Keep a result under ``name`` in one change, replacing an older one of that name.

    Its values are kept exactly (Parquet); beside them a GeoPackage with the layer's geometries,
    its columns and the result's is made for QGIS: not of records in an encrypted workspace, as it
    would be a plain copy of them.
    """
    if name in store.tables or name in store.measures:
        raise BadInput(
            "name-taken",
            tr("The name “{name}” is taken.", name=name),
            hint=tr("Choose another name."),
        )
    watch = progress or Progress()
    layer, seal = store.table(result.layer), store.seal
    watch.report("keep", 0, 1)
    files: dict[str, str] = {}
    with store.change() as change:
        if not (seal.encrypted and role(layer.role).records):
            drawn = mapped(store.layer(result.layer, list(layer.field_names)), result)
            files[MAP] = _new(change, name, ".gpkg", lambda path: _write_map(drawn, path))
        files |= _written(change, name, result, seal)
        document = _document(result)
        if result.visible is not None:
            document[VISIBLE] = _document(result.visible)
            of_visible = _written(change, name, result.visible, seal)
            files |= {VISIBLE + kind: path for kind, path in of_visible.items()}
        change.put_result(name, result.analysis, document, files)
    watch.report("keep", 1, 1)


def _written(change: Change, name: str, result: Result, seal: Seal) -> dict[str, str]:
    """Write the frames, shapes and rasters of a result; return their files by kind."""
    files: dict[str, str] = {}
    for kind, frame in _frames(result).items():
        write = partial(frame.to_parquet, **seal.writing())
        files[kind] = _new(change, name, ".parquet", write)
    for kind, raster in result.rasters.items():
        write = partial(_write_raster, raster, seal)
        suffix = ".parquet" if seal.encrypted else ".tif"
        files[RASTER + kind] = _new(change, name, suffix, write)
    return files


def kept(store: Reading, name: str) -> Result:
    """Return a kept result, equal to the one that was kept."""
    store.result_file(name, VALUES)  # a name that is none is told here
    entry = store.results[name]
    document = dict(entry.document)
    files = {kind: store.result_file(name, kind) for kind in entry.files if kind != MAP}
    of_visible = document.pop(VISIBLE, None)
    own = {kind: path for kind, path in files.items() if not kind.startswith(VISIBLE)}
    result = _read(entry.analysis, document, own, store.seal)
    if of_visible is None:
        return result
    theirs = {kind.removeprefix(VISIBLE): files[kind] for kind in files.keys() - own.keys()}
    visible = _read(entry.analysis, dict(of_visible), theirs, store.seal)
    return replace(result, visible=visible)


def _read(analysis: str, document: dict[str, Any], files: Mapping[str, Path], seal: Seal) -> Result:
    """Return the result of a document and its files by kind."""
    frames, shapes, rasters = {}, {}, {}
    for kind, path in files.items():
        if kind.startswith(SHAPES):
            shapes[kind.removeprefix(SHAPES)] = gpd.read_parquet(path, **seal.reading())
        elif kind.startswith(RASTER):
            rasters[kind.removeprefix(RASTER)] = _read_raster(path, seal)
        else:
            frames[kind] = pd.read_parquet(path, **seal.reading())
    document.pop(NAMED_FOR, None)  # it is of the name, and of no answer
    date = document.pop("data_date")
    style, method = document.pop("style"), document.pop("method")
    return Result(
        analysis=analysis,
        primary=frames.pop(VALUES),
        persons=frames.pop(PERSONS, None),
        tables={kind.removeprefix(TABLE): frame for kind, frame in frames.items()},
        shapes=shapes,
        rasters=rasters,
        charts={kind: Chart.model_validate(one) for kind, one in document.pop("charts").items()},
        style=None if style is None else Style.model_validate(style),
        method=Method(method["name"], method["citation"], tuple(method["notes"])),
        data_date=None if date is None else dt.date.fromisoformat(date),
        warnings=tuple(document.pop("warnings")),
        guarded=tuple(document.pop("guarded")),
        of_neighbours=tuple(document.pop("of_neighbours")),
        **document,
    )


def mapped(layer: gpd.GeoDataFrame, result: Result) -> gpd.GeoDataFrame:
    """Return the layer's rows with its own columns and the result's beside them.

    A source column whose name a result column has (in any case: GeoPackage does not tell them
    apart) is renamed with ``_source``.
    """
    own = {str(column).casefold() for column in result.primary}
    taken = own | {str(column).casefold() for column in layer.columns}
    renamed = {}
    for column in layer.columns:
        if column != layer.geometry.name and str(column).casefold() in own:
            new = f"{column}{SOURCE_SUFFIX}"
            while new.casefold() in taken:
                new += SOURCE_SUFFIX
            renamed[column] = new
            taken.add(new.casefold())
    return gpd.GeoDataFrame(layer.rename(columns=renamed).join(result.primary))


def _frames(result: Result) -> dict[str, pd.DataFrame]:
    frames = {VALUES: result.primary}
    if result.persons is not None:
        frames[PERSONS] = result.persons
    frames |= {TABLE + kind: frame for kind, frame in result.tables.items()}
    return frames | {SHAPES + kind: frame for kind, frame in result.shapes.items()}


def _write_raster(raster: Raster, seal: Seal, path: Path) -> None:
    """Write a GeoTIFF; in an encrypted workspace within a sealed file."""
    content = raster.to_geotiff()
    if seal.encrypted:
        pd.DataFrame({CONTENT: [content]}).to_parquet(path, **seal.writing())
    else:
        path.write_bytes(content)


def _read_raster(path: Path, seal: Seal) -> Raster:
    if seal.encrypted:
        return Raster.from_geotiff(pd.read_parquet(path, **seal.reading()).at[0, CONTENT])
    return Raster.from_geotiff(path.read_bytes())


def _new(change: Change, name: str, suffix: str, write: Any) -> str:
    path, relative = change.new_file("results", name, suffix)
    write(path)
    return relative


def _write_map(drawn: gpd.GeoDataFrame, path: Path) -> None:
    frame = drawn.reset_index()
    plain = [str(name) for name in frame.columns if name != frame.geometry.name]
    renamed = frame.rename(columns=dict(zip(plain, column_names(plain), strict=True)))
    frame = gpd.GeoDataFrame(renamed)
    options = own_columns(plain)
    kind = _only_kind(frame)
    if kind is None:
        pyogrio.write_dataframe(frame, path, layer=MAP_LAYER, driver="GPKG", layer_options=options)
        return
    pyogrio.write_arrow(
        _in_pieces(pa.table(frame.to_arrow(index=False, geometry_encoding="WKB"))),
        path,
        layer=MAP_LAYER,
        driver="GPKG",
        crs=frame.crs.to_wkt() if frame.crs else None,
        geometry_type=kind,
        geometry_name=frame.geometry.name,
        layer_options=options,
    )


def _only_kind(frame: gpd.GeoDataFrame) -> str | None:
    """Return the geometry type of all rows, or None where there are several, none, or heights."""
    kinds = set(frame.geometry.geom_type)
    return kinds.pop() if len(kinds) == 1 and not frame.has_z.any() else None


def _in_pieces(table: pa.Table) -> pa.RecordBatchReader:
    """Return a table a piece at a time.

    GDAL holds Python's lock while it writes a piece (and all rows, where it is given a frame):
    between pieces others have their turn, such as the window.
    """
    pieces = (piece for piece in table.to_batches(max_chunksize=PIECE_ROWS))
    return pa.RecordBatchReader.from_batches(table.schema, pieces)


def _document(result: Result) -> dict[str, Any]:
    """Return all of a result that is no table, as JSON."""
    method = result.method
    return {
        "layer": result.layer,
        "parameters": dict(result.parameters),
        "seed": result.seed,
        "method": {
            "name": method.name,
            "citation": method.citation,
            "notes": list(method.notes),
        },
        "summary": result.summary,
        "style": None if result.style is None else result.style.model_dump(mode="json"),
        "crs": result.crs,
        "data_date": None if result.data_date is None else result.data_date.isoformat(),
        "units": dict(result.units),
        "scalars": dict(result.scalars),
        "warnings": list(result.warnings),
        "guarded": list(result.guarded),
        "of_neighbours": list(result.of_neighbours),
        "charts": {kind: chart.model_dump(mode="json") for kind, chart in result.charts.items()},
    }
