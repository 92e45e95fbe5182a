"""What tables and kept results are called: the one place that window, command and gate ask.

Of fields and values :mod:`gridloom_layers.workspace.titles` says it, by their roles; of columns
and figures of a result the declaration of its analysis.
"""

from gridloom_analytics.bilingual import Bilingual, Given, begun, same
from gridloom_layers.language import LANGUAGES, tr
from gridloom_layers.workspace import Reading, ResultEntry, TableInfo
from gridloom_layers.workspace.titles import table_title

ELDERLY, DENSITY, RATE = (
    tr("share of residents over 64"),
    tr("events per km²"),
    tr("events per 1,000 residents"),
)
"""Names that Gridloom itself gives to measures, in the language of whoever has them made."""
NAMED_FOR = "named_for"
"""Where the document of a kept result has what its layer was called when the result got its name;
it is there once the layer is called otherwise."""


def measure_title(name: str) -> Bilingual:
    """Return what a kept measure is called: names that Gridloom gave are told in both languages."""
    given = (one.both() for one in (ELDERLY, DENSITY, RATE))
    return next((both for both in given if name in both.values()), same(name))


def table_heading(table: TableInfo) -> Bilingual:
    """Return what a table is called, as it stands by itself; a name of its own stays as it is."""
    title = table_title(table)
    return title if title == same(table.name) else begun(title)


def named_table(store: Reading, name: str) -> Bilingual:
    """Return what the table called ``name`` is called in a sentence; its name where it is gone."""
    known = store.tables.get(name)
    return same(name) if known is None else table_title(known)


def rows_title(store: Reading, table: str, where: str | None) -> Bilingual:
    """Return what rows of a table are called, with the condition that selects them if any does."""
    title = named_table(store, table)
    if where is None:
        return title
    from gridloom_analytics.expressions import Fields  # late: a first map needs no sqlglot
    from gridloom_analytics.expressions.wording import worded

    said = worded(where, Fields(store, store.table(table)))
    return tr("{layer} ({condition})", layer=Given.of(title), condition=Given.of(said)).both()


def result_title(store: Reading, name: str) -> Bilingual:
    """Return what a kept result is called: its analysis, its layer, and the name it is kept by.

    Of a name that was made for it only the number counts, whatever its layer is called since.
    """
    from gridloom_analytics.analyses import catalogue  # late: declarations take 0.1 s to load

    entry = store.results[name]
    layer = str(entry.document["layer"])
    known = catalogue().get(entry.analysis)
    title = known.title.both() if known else same(entry.analysis)
    number = _number(entry, name)
    there = store.tables.get(layer)
    parts = [title, same(layer) if there is None else table_heading(there)]
    return {one: " · ".join(part[one] for part in [*parts, same(number)] if part[one])
            for one in LANGUAGES}  # fmt: skip


def _number(entry: ResultEntry, name: str) -> str:
    """Return what is told of the name of a result; of one that was made for it the number."""
    layers = (entry.document[key] for key in ("layer", NAMED_FOR) if key in entry.document)
    for usual in (f"{entry.analysis}-{layer}" for layer in layers):
        if f"{name}-".startswith(f"{usual}-"):
            return name.removeprefix(usual).removeprefix("-")
    return name
