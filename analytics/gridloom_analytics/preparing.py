"""What an analysis works on, made from a workspace or from any file with a layer."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely

from gridloom_analytics.analysis import Inputs
from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.measures import MeasureValues, evaluate, parse_measure
from gridloom_analytics.measures.terms import Arithmetic, Number, Part, Term
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry.repair import dominant_kind, repair
from gridloom_layers.language import Message, listed, tr, tr_n
from gridloom_layers.progress import Progress
from gridloom_layers.readers import GEOMETRY, SOURCE_ROW, open_source
from gridloom_layers.roles import LEVELS, role
from gridloom_layers.workspace import Reading, TableInfo


def plain_inputs(path: Path, layer: str | None) -> Inputs:
    """Read a layer of any file that can be imported, with its columns as they are.

    Rows are numbered as in the source, from 1. Invalid shapes are repaired in memory; those
    beyond repair become null. The file is not written to.
    """
    with open_source(path, layer=layer) as source:
        batches = list(source.batches())
        lost, name, crs = len(source.faults), source.layer or path.stem, source.crs
    if not batches or GEOMETRY not in batches[0].schema.names:
        raise BadInput(
            "no-geometry",
            tr("“{name}” has no geometry; it is a table.", name=path.name),
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


def workspace_inputs(
    store: Reading, columns: Sequence[str], layer: str | None, progress: Progress
) -> Inputs:
    """Return a layer of a workspace with the ``columns`` asked for: fields or measures.

    A name is taken as a field of the layer, then as a measure kept under it, then as the text of
    a measure. Without ``layer``: the level that a measure names, else the finest level present.
    """
    table = store.table(layer or _measured_level(store, columns) or _finest_level(store))
    frame = store.layer(table.name, list(table.field_names))
    inputs = Inputs(
        table.name,
        frame,
        store.crs,
        store.data_date,
        titles=tuple(_field_titles(table).items()),
    )
    for column in columns:
        if table.field(column) is None:
            inputs = _with_measure(store, inputs, column, progress)
    return inputs


def _field_titles(table: TableInfo) -> dict[str, Bilingual]:
    known = role(table.role)
    found = {name: known.field(name) for name in table.field_names}
    return {name: dict(field.title) for name, field in found.items() if field is not None}


def _finest_level(store: Reading) -> str:
    """Return the finest area level; without any, the only layer with areas or points."""
    areas = [table for table in store.tables.values() if table.geometry == "area"]
    for level in reversed(LEVELS):
        found = [table.name for table in areas if table.role == level]
        if found:
            return level if level in found else found[0]
    layers = [table.name for table in store.tables.values() if table.geometry is not None]
    if len(layers) == 1:
        return layers[0]
    raise BadInput(
        "no-layer",
        tr("Which layer is meant? There is no area level in “{store}”.", store=store.name),
        hint=tr("Name one with --layer: {names}.", names=listed(layers)),
    )


def _measured_level(store: Reading, columns: Sequence[str]) -> str | None:
    """Return the level that the first measure among ``columns`` names."""
    for column in columns:
        if column in store.measures or "(" in column:
            return parse_measure(_text(store, column), store).level
    return None


def _text(store: Reading, column: str) -> str:
    return store.measures[column].text if column in store.measures else column


def _with_measure(store: Reading, inputs: Inputs, column: str, progress: Progress) -> Inputs:
    """Attach the values of a measure as a column, and what is known of them."""
    if column not in store.measures and "(" not in column:
        raise _unknown(store, inputs, column)
    found = evaluate(store, column, level=inputs.name, progress=progress)
    layer = inputs.layer.assign(**{column: found.frame["value"].reindex(inputs.layer.index)})
    formula = parse_measure(_text(store, column), store).formula
    return replace(
        inputs,
        layer=layer,
        persons=_joined(inputs, found),
        units=(*inputs.units, (column, found.unit)),
        titles=(*inputs.titles, (column, found.title)),
        counts=(*inputs.counts, column) if _is_raw_count(formula) else inputs.counts,
        warnings=(*inputs.warnings, *found.warnings),
    )


def _joined(inputs: Inputs, found: MeasureValues):
    """Return the counts of persons of all measures so far, a column once."""
    if found.persons is None:
        return inputs.persons
    counts = found.persons.reindex(inputs.layer.index)
    if inputs.persons is None:
        return counts
    new = [name for name in counts if name not in inputs.persons]
    return inputs.persons.join(counts[new])


def _is_raw_count(part: Part) -> bool:
    """Tell whether a formula grows with the number of rows: nothing is divided in it."""
    if isinstance(part, Term):
        return part.aggregate in ("count", "sum")
    if not isinstance(part, Arithmetic) or part.operator == "/":
        return False
    return all(isinstance(side, Number) or _is_raw_count(side) for side in (part.left, part.right))


def _unknown(store: Reading, inputs: Inputs, column: str) -> BadInput:
    fields = [str(name) for name in inputs.layer.columns if name != GEOMETRY]
    return BadInput(
        "unknown-column",
        tr("“{layer}” has no column “{column}”.", layer=inputs.name, column=column),
        Where(layer=inputs.name, column=column),
        tr(
            "Its columns: {columns}. Measures: {measures}.",
            columns=listed(fields),
            measures=listed(store.measures),
        ),
    )
