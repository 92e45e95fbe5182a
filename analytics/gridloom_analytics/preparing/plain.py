"""The layer of any file that can be imported, as an analysis works on it."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely

from gridloom_analytics.analysis import Inputs
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry.repair import dominant_kind, repair
from gridloom_layers.language import Message, tr, tr_n
from gridloom_layers.readers import GEOMETRY, SOURCE_ROW, open_source


def plain_inputs(path: Path, layer: str | None) -> Inputs:
    """Read a layer of any file that can be imported, with its columns as they are.

    Rows are numbered as in the source, from 1. Invalid shapes are repaired in memory; those
    beyond repair become null. The file is not written to.
    """
    with open_source(path, layer=layer) as source:
        batches = list(source.batches())
        lost, name, crs = len(source.faults), source.layer or path.stem, source.crs
    if not any(batch.num_rows for batch in batches):
        raise BadInput(
            "no-rows",
            tr("“{name}” has no rows.", name=name),
            Where(file=str(path), layer=layer),
            tr("Give a layer that has some."),
        )
    if GEOMETRY not in batches[0].schema.names:
        raise BadInput(
            "no-geometry",
            tr("“{name}” has no geometry; it is a table.", name=layer or path.name),
            Where(file=str(path), layer=layer),
            tr("Give a layer; a table with coordinates can be imported into a workspace."),
        )
    table = pa.Table.from_batches(batches)
    shapes = shapely.from_wkb(table.column(GEOMETRY).to_numpy(), on_invalid="ignore")
    warnings = [_lost(lost)] if lost else []
    shapes, said = _repaired(shapes)
    frame = table.drop_columns([GEOMETRY]).to_pandas().set_index(SOURCE_ROW)
    layer_frame = gpd.GeoDataFrame(frame, geometry=shapes, crs=crs)
    return Inputs(name, layer_frame, crs, warnings=tuple(m.both() for m in (*warnings, *said)))


def _repaired(shapes: np.ndarray) -> tuple[np.ndarray, list[Message]]:
    kind = dominant_kind(shapes)
    if kind is None or bool(shapely.is_valid(shapes).all()):
        return shapes, []
    done = repair(shapes, kind)
    count = sum(done.counts()[0].values())
    said = tr_n("{count:,} shape was repaired.", "{count:,} shapes were repaired.", count)
    return done.shapes, [said] if count else []


def _lost(count: int) -> Message:
    return tr_n("{count:,} row could not be read.", "{count:,} rows could not be read.", count)
