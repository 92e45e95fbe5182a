"""A layer of a workspace with fields and measures as columns, as an analysis works on it."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlglot import exp

from gridloom_analytics.analysis import Geometry, Inputs
from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.expressions import Filter, absent_value, parse_filter
from gridloom_analytics.expressions.names import closest
from gridloom_analytics.measures import MeasureValues, evaluate, parse_measure
from gridloom_analytics.measures.terms import Arithmetic, Number, Part, Term
from gridloom_analytics.preparing.defaults import default_layer
from gridloom_analytics.titles import rows_title
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import listed, tr
from gridloom_layers.progress import Progress
from gridloom_layers.roles import role
from gridloom_layers.workspace import ROW_KEY, Reading, TableInfo


def workspace_inputs(
    store: Reading,
    columns: Sequence[str],
    layer: str | None,
    progress: Progress,
    geometry: Geometry = "area",
    where: str | None = None,
    usual: Collection[str] = (),
) -> Inputs:
    """Return a layer of a workspace with the ``columns`` asked for: fields or measures.

    A name is taken as a field of the layer, then as a measure kept under it, then as the text of
    a measure. Without ``layer``: the level that a measure names, else the finest level present,
    or for points the events. Records, which are many, come with their key and the fields asked
    for only. ``where`` is a condition on the rows. Fields among ``usual`` need not be there.
    """
    name = layer or _measured_level(store, columns) or default_layer(store, geometry)
    table = store.table(name)
    columns = [one for one in columns if one not in usual or _there(store, table, one)]
    frame = store.layer(table.name, _fields(table, columns))
    if where is not None:
        condition = parse_filter(where, store, table.name)
        frame = frame.loc[frame.index.isin(_selected(store, condition))]
        if frame.empty:
            raise _none_selected(store, condition)
    inputs = Inputs(
        table.name,
        frame,
        store.crs,
        store.data_date,
        titles=tuple(_field_titles(table).items()),
        title=rows_title(store, table.name, where),
    )
    for column in columns:
        if table.field(column) is None:
            inputs = _with_measure(store, inputs, column, progress)
    return inputs


def _none_selected(store: Reading, asked: Filter) -> BadInput:
    """Return the refusal of a condition that no row meets; a value in it that none has is named."""
    problem = tr(
        "No row of “{table}” meets the condition “{condition}”.",
        table=asked.table,
        condition=asked.text,
    )
    hint = tr("Change the condition, or leave it out.")
    if found := absent_value(store, asked):
        problem, hint = found[0], found[1] or hint
    return BadInput("no-rows", problem, Where(layer=asked.table), hint)


def _fields(table: TableInfo, asked: Sequence[str]) -> list[str]:
    names = list(table.field_names)
    if not role(table.role).records:
        return names
    return [name for name in names if name in asked or name == table.key]


def _there(store: Reading, table: TableInfo, column: str) -> bool:
    return table.field(column) is not None or column in store.measures or "(" in column


def _selected(store: Reading, asked: Filter) -> list[int]:
    """Return the row keys of the rows that a condition selects."""
    query = exp.select(exp.column(ROW_KEY, quoted=True))
    query = query.from_(exp.to_identifier(asked.table, quoted=True)).where(asked.condition())
    return store.select(query).column(0).to_pylist()


def _field_titles(table: TableInfo) -> dict[str, Bilingual]:
    known = role(table.role)
    found = {name: known.field(name) for name in table.field_names}
    return {name: dict(field.title) for name, field in found.items() if field is not None}


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
    links = {link.column for link in store.links if link.left == inputs.name}
    fields = [name for name in store.table(inputs.name).field_names if name not in links]
    close = closest(column, (*fields, *store.measures))
    return BadInput(
        "unknown-column",
        tr("“{layer}” has no column “{column}”.", layer=inputs.name, column=column),
        Where(layer=inputs.name, column=column),
        tr("Did you mean {names}?", names=listed(close))
        if close
        else tr(
            "Its columns: {columns}. Measures: {measures}.",
            columns=listed(fields),
            measures=listed(store.measures),
        ),
    )
