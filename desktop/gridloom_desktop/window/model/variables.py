"""What a layer can be coloured, sized and weighted by: its fields, measures, results on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from gridloom_analytics.analyses import catalogue
from gridloom_analytics.bilingual import Bilingual, begun, same
from gridloom_analytics.output import Output, found_among
from gridloom_analytics.titles import measure_title
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.symbology import Variable
from gridloom_desktop.window.model.values import Values
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress
from gridloom_layers.roles import role
from gridloom_layers.workspace import FolderStore, Store, TableField, TableInfo
from gridloom_layers.workspace.titles import canonical_field, field_title

if TYPE_CHECKING:  # a window does without pandas until someone asks
    from gridloom_analytics.result import Result

NUMBERS = ("integer", "number")
SHOWN_TYPES = (*NUMBERS, "text", "boolean")


@dataclass(frozen=True)
class Offered:
    """A variable that can be chosen under a heading, and whether its values are numbers."""

    variable: Variable
    title: Bilingual
    numeric: bool
    heading: Bilingual


def colour_fields(store: Store, table: TableInfo) -> list[TableField]:
    """Return the fields that a map may show: neither personal, nor codes, nor links."""
    links = {link.column for link in store.links if link.left == table.name}
    kind = role(table.role)
    return [
        one
        for one in table.fields
        if one.personal == "no"
        and one.name not in links
        and one.type in SHOWN_TYPES
        and one.name not in (kind.key, "name")
        and not ((known := kind.field(one.name)) and known.code)
    ]


def offered(store: FolderStore, table: str, result: str | None = None) -> list[Offered]:
    """Return the variables of a layer: its fields, the measures of its level, columns of results.

    Those of the ``result`` that the layer shows come first. Nothing of the data is read but the
    names of the columns.
    """
    info = store.table(table)
    heading = tr("Fields").both()
    fields = [
        Offered(
            Variable(column=one.name),
            begun(field_title(info, one)),
            one.type in NUMBERS,
            heading,
        )
        for one in colour_fields(store, info)
    ]
    of_results = list(_results(store, table))
    own = [one for one in of_results if result is not None and one.variable.result == result]
    others = [one for one in of_results if one not in own]
    return [*own, *fields, *_measures(store, info), *others]


def numeric_ones(variables: Iterable[Offered], but: Variable | None = None) -> list[Offered]:
    """Return those whose values are numbers, without that of ``but``."""
    return [one for one in variables if one.numeric and one.variable != but]


def _measures(store: FolderStore, table: TableInfo) -> Iterator[Offered]:
    if table.geometry != "area":
        return
    # Late: it loads the parser, which a window does without until someone asks.
    from gridloom_analytics.measures import find_way, parse_measure

    heading = tr("Measures").both()
    for name, entry in store.measures.items():
        try:
            for term in parse_measure(entry.text, store).terms:
                find_way(store, term.subject, table.name)
        except BadInput:  # no way leads from what is counted to these areas
            continue
        yield Offered(Variable(column=name, source="measure"), measure_title(name), True, heading)


def _results(store: FolderStore, table: str) -> Iterator[Offered]:
    import pyarrow.parquet as pq  # late, as most workspaces are looked at without

    from gridloom_analytics.keeping import VALUES
    from gridloom_analytics.titles import result_title
    from gridloom_desktop.window.model.answering import kept_names

    for name in kept_names(store):
        if store.results[name].document["layer"] != table:
            continue
        schema = pq.read_schema(store.result_file(name, VALUES), **store.seal.reading())
        heading = result_title(store, name)
        for one in schema:
            if one.name != "row_key" and _is_value(one.type):
                title = begun(_column_title(store, name, one.name))
                numeric = pa.types.is_integer(one.type) or pa.types.is_floating(one.type)
                variable = Variable(column=one.name, source="result", result=name)
                yield Offered(variable, title, numeric, heading)


def _is_value(kind: pa.DataType) -> bool:
    tests = (pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_string,
             pa.types.is_large_string)  # fmt: skip
    return any(test(kind) for test in tests)


def _column_title(store: FolderStore, result: str, column: str) -> Bilingual:
    """Return what a column of a result is called: by its style, as declared, or its name."""
    entry = store.results[result]
    style: Any = entry.document.get("style")
    if style is not None and style["column"] == column:
        return style["title"]
    output = _declared(entry.analysis)
    title = output.column_title(column) if output else None
    return title.both() if title else same(column)


def _declared(analysis: str) -> Output | None:
    """Return what an analysis declares of the columns on the rows of its layer."""
    known = catalogue().get(analysis)
    return found_among(known.outputs, "layer", analysis) if known else None


def _words(result: "Result", column: str) -> dict[str, Bilingual]:
    """Return what the words in a column of a result mean: by its style, else as declared."""
    style, output = result.style, _declared(result.analysis)
    if style is not None and style.column == column and style.kind == "categorical":
        return {str(one.value): one.label for one in style.classes}
    declared = output.words.get(column, {}) if output else {}
    return {word: one.both() if isinstance(one, Message) else one for word, one in declared.items()}


def is_there(store: FolderStore, table: str, variable: Variable) -> bool:
    """Say whether the workspace still has what a variable rests on."""
    if variable.source == "measure":
        return variable.column in store.measures
    if variable.source == "result":
        return variable.result in store.results
    return store.table(table).field(variable.column) is not None


def title_of_variable(store: FolderStore, table: str, variable: Variable) -> Bilingual | None:
    """Return what a variable is called; None where it is gone."""
    if not is_there(store, table, variable):
        return None
    if variable.source == "result" and variable.result is not None:
        return _column_title(store, variable.result, variable.column)
    found = store.table(table).field(variable.column)
    if variable.source == "measure" or found is None:
        return measure_title(variable.column)
    return field_title(store.table(table), found)


def read_values(
    store: FolderStore, layer: MapLayer, variable: Variable, progress: Progress
) -> Values:
    """Read a variable of the rows of a layer, on the store's thread.

    Extreme numbers of persons are told as ones that ten of them reach.
    ``BadInput`` where what it rests on is gone, or no way leads to the layer.
    """
    if not is_there(store, layer.table, variable):
        raise BadInput(
            "no-variable",
            tr("The layer “{layer}” is shown by “{variable}”, which is no longer there.",
               layer=layer.table, variable=variable.column),
            hint=tr("Colour the layer by something else."),
        )  # fmt: skip
    if variable.source == "measure":
        return _measured(store, layer, variable.column, progress)
    if variable.result is not None:
        values = _found(store, layer, variable.result, variable.column)
    else:
        values = _stored(store, layer.table, variable.column)
    return values.with_ends_coded() if layer.persons and values.numeric else values


def _stored(store: FolderStore, table: str, name: str) -> Values:
    info = store.table(table)
    found = info.field(name)
    assert found is not None  # noqa: S101 - is_there said so
    values = store.attributes(table, [name]).column(name)
    known = canonical_field(info, found)
    return Values(values, field_title(info, found), found.type in NUMBERS, known=known)


def _measured(store: FolderStore, layer: MapLayer, name: str, progress: Progress) -> Values:
    """Ask a measure at the level of a layer; what rests on few persons is withheld."""
    # Late: it loads the kernels, which a window does without until someone asks.
    from gridloom_analytics.disclosure import THRESHOLD
    from gridloom_analytics.measures import evaluate
    from gridloom_desktop.publishing.export.counts import withheld_rows

    found = evaluate(store, name, layer.table, progress)
    withheld = withheld_rows(found.frame.index, found.persons, THRESHOLD)
    seen = found.frame["value"].mask(withheld).reindex(layer.row_keys)
    few = np.isin(layer.row_keys, found.frame.index[withheld])
    column = pa.chunked_array([pa.array(seen.to_numpy(float, na_value=np.nan))])
    return Values(column, found.title, True, found.unit, few)


def _found(store: FolderStore, layer: MapLayer, result: str, column: str) -> Values:
    """Read a column of a kept result as it may be seen."""
    import pandas as pd  # late, as in _measured

    from gridloom_analytics.keeping import kept
    from gridloom_desktop.publishing.export import cleared

    shown, rows = cleared(kept(store, result))
    frame = shown.primary
    withheld = np.isin(layer.row_keys, frame.index[rows])
    if column not in frame:
        raise BadInput(
            "no-variable",
            tr("The result “{name}” has no column “{column}” that may be shown.",
               name=result, column=column),
            hint=tr("Colour the layer by something else."),
        )  # fmt: skip
    seen = pd.Series(frame[column]).reindex(layer.row_keys)
    numeric = pd.api.types.is_numeric_dtype(seen.dtype) and not pd.api.types.is_bool_dtype(seen)
    words = _words(shown, column)
    title = _column_title(store, result, column)
    values = pa.chunked_array([pa.Array.from_pandas(seen)])
    unit = shown.units.get(column, "")
    return Values(values, title, numeric and not words, unit, withheld, words=words)
