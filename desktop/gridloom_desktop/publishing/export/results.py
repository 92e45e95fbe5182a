"""Results as data: their columns beside those of the layer, withheld figures null."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pyarrow as pa

from gridloom_analytics.disclosure import THRESHOLD
from gridloom_analytics.disclosure.grading import treated, treatments
from gridloom_analytics.keeping import mapped
from gridloom_analytics.raster import geotiff
from gridloom_analytics.result import Result
from gridloom_desktop.publishing.export.cleared import cleared
from gridloom_desktop.publishing.export.counts import SUPPRESSED_COLUMN
from gridloom_desktop.publishing.export.formats import write_csv, write_parquet
from gridloom_desktop.publishing.export.permission import Permission, put_on_record
from gridloom_desktop.publishing.export.released import ReleasedTable
from gridloom_desktop.publishing.export.result_layers import result_layers
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_desktop.publishing.export.styled import StyledRows, write_styled
from gridloom_desktop.publishing.export.writing import ExportReport, check_ending, staged
from gridloom_desktop.publishing.file_formats import RASTER_FORMATS, VALUE_FORMATS
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import listed, tr
from gridloom_layers.workspace import GEOMETRY, Store

RESULT_FORMATS = VALUE_FORMATS + RASTER_FORMATS


def export_result(
    result: Result,
    layer: gpd.GeoDataFrame,
    out: Path,
    store: Store | None = None,
    permission: Permission | None = None,
) -> ExportReport:
    """Write a result beside the columns of its ``layer`` (on the same index).

    A GeoPackage gets all layers and tables, Parquet and CSV the primary one, a GeoTIFF all rasters
    as its bands. Figures that rest on fewer than 10 persons are null and their rows marked in a
    column ``suppressed``.
    Columns of a workspace's layer are masked by its grades unless there is a ``permission``;
    those of a plain file (``store`` None) are the user's own, with identifiers in texts masked.
    """
    ending = check_ending(out, RESULT_FORMATS)
    shown, rows = cleared(result, THRESHOLD)
    if result.persons is not None:
        shown = replace(shown, primary=shown.primary.assign(**{SUPPRESSED_COLUMN: rows}))
    if ending in RASTER_FORMATS:
        return _write_rasters(shown, out)
    joined = mapped(_released_layer(result, layer, store, permission), shown)
    with staged(out) as part:
        write_values(result_layers(shown, rows, joined, store), part, ending)
    return ExportReport(out, len(joined), int(rows.sum()))


def _released_layer(
    result: Result, layer: gpd.GeoDataFrame, store: Store | None, permission: Permission | None
) -> gpd.GeoDataFrame:
    """Return the layer's rows of the result with their columns as they may be seen."""
    rows = layer.loc[result.primary.index]
    attributes = rows.drop(columns=rows.geometry.name)
    table = pa.Table.from_pandas(attributes, preserve_index=False)
    if permission is not None:
        put_on_record(store, permission, result.layer, {"rows": len(rows)})
    elif store is not None and result.layer in store.tables:
        plan = treatments(store.table(result.layer), table.column_names, store.links)
        table = treated(table, plan)
    else:
        table = treated(table, dict.fromkeys(table.column_names, "scrub"))
    kept = table.to_pandas().set_axis(rows.index)
    return gpd.GeoDataFrame(kept, geometry=rows.geometry.to_numpy(), crs=layer.crs)


def _without_geometry(released: ReleasedTable) -> ReleasedTable:
    if released.crs is None and GEOMETRY not in released.table.column_names:
        return released
    return replace(released, seal=SEAL, table=released.table.drop_columns([GEOMETRY]), crs=None)


def _write_rasters(shown: Result, out: Path) -> ExportReport:
    """Write the rasters of a result as the bands of one file, or tell that there are none."""
    if not shown.rasters:
        raise BadInput(
            "no-raster",
            tr("The result of “{analysis}” has no raster to write.", analysis=shown.analysis),
            Where(file=str(out)),
            tr("Write it as .gpkg, .parquet or .csv."),
        )
    with staged(out) as part:
        part.write_bytes(geotiff(shown.rasters))
    first = next(iter(shown.rasters.values()))
    rows, columns = first.values.shape
    holds = tr(
        "{bands}, {columns:,} × {rows:,} cells of {side:g} m",
        bands=listed(shown.rasters),
        columns=columns,
        rows=rows,
        side=first.cell,
    )
    return ExportReport(out, len(shown.primary), holds=holds)


def write_values(layers: Sequence[StyledRows], path: Path, ending: str) -> None:
    """Write layers and tables into a GeoPackage; in the other formats of values the first alone.

    CSV is written without geometries.
    """
    if ending == ".csv":
        write_csv(_without_geometry(layers[0].rows), path)
    elif ending == ".parquet":
        write_parquet(layers[0].rows, path)
    else:
        write_styled(layers, path)
