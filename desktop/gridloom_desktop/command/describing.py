"""What a workspace holds, for programs and for people.

Programs get a title in both languages for whatever they might show: of tables, fields, measures
and results with them, of the reasons in reports under ``words``. ``file`` of a table is its
GeoPackage in the workspace, None for records.
"""

from collections.abc import Collection, Iterator
from typing import Any

from gridloom_analytics.titles import measure_title, result_title, table_heading
from gridloom_desktop.command.answer import Line, Table
from gridloom_desktop.command.report_words import values_of, words_of
from gridloom_desktop.command.words import FIELD_TYPES, GEOMETRIES, WAYS_OF_JOINING
from gridloom_layers.language import Message, current_language, listed, tr
from gridloom_layers.roles import role
from gridloom_layers.workspace import FolderStore, ResultEntry, TableInfo
from gridloom_layers.workspace.manifest import FORMAT
from gridloom_layers.workspace.snapshots import days_of
from gridloom_layers.workspace.titles import field_title


def description(store: FolderStore) -> dict[str, Any]:
    """Return everything that ``gridloom describe --json`` tells about a workspace."""
    manifest = store.manifest
    return {
        "name": store.name,
        "path": store.path,
        "crs": store.crs,
        "data_date": store.data_date,
        "commit": manifest.sequence,
        "format": manifest.format,
        "encrypted": store.seal.encrypted,
        "tables": [_table(table, store) for table in _tables(store)],
        "links": manifest.links,
        "measures": [
            one.model_dump() | {"title": measure_title(one.name)}
            for one in manifest.measures.values()
        ],
        "results": [_result(one, store) for one in manifest.results.values()],
        "imports": [
            {"number": one.number, "table": one.table, "report": one.report}
            for one in manifest.imports
        ],
        "words": words_of(store),
    }


def _table(table: TableInfo, store: FolderStore) -> dict[str, Any]:
    held = table.model_dump(exclude={"records", "history", "layer", "layer_digest"})
    fields = [
        field.model_dump() | {"title": field_title(table, field), "values": values_of(table, field)}
        for field in table.fields
    ]
    told = {"title": table_heading(table), "file": table.layer}
    return held | told | {"fields": fields, "states": list(days_of(table, store.data_date))}


def _result(one: ResultEntry, store: FolderStore) -> dict[str, Any]:
    return {
        "name": one.name,
        "analysis": one.analysis,
        "title": result_title(store, one.name),
        "layer": one.document.get("layer"),
        "kinds": sorted(one.files),
    }


def _tables(store: FolderStore) -> list[TableInfo]:
    return list(store.tables.values())


def description_lines(store: FolderStore) -> list[Line]:
    """Return the same for people: only the parts that hold something."""
    told = tr("{name}: {crs}, data date {date}",
              name=store.name, crs=store.crs, date=store.data_date.isoformat())  # fmt: skip
    told = [told, *_at_rest(store)]
    if not store.tables:
        return [*told, tr("It is empty; “gridloom import” brings files in.")]
    lines: list[Line] = [*told, _table_lines(store)]
    parts = (
        (store.tables, _field_lines),
        (store.links, _link_lines),
        (store.measures, _measure_lines),
        (store.results, _result_lines),
        (store.imports, _import_lines),
    )
    return lines + [lines_of(store) for held, lines_of in parts if held]


def _at_rest(store: FolderStore) -> list[Line]:
    """Tell the format of the workspace, and whether its records are encrypted."""
    number = store.manifest.format
    lines: list[Line] = [tr("Format {number}.", number=number)]
    if number < FORMAT:
        lines = [tr("Format {number}; the next change moves it to format {newest}, after a backup.",
                    number=number, newest=FORMAT)]  # fmt: skip
    if store.seal.encrypted:
        lines.append(tr("Its records are encrypted."))
    return lines


def _table_lines(store: FolderStore) -> Table:
    return Table(
        tr("Layers and tables"),
        (tr("name"), tr("role"), tr("rows"), tr("geometry"), tr("extent (m)"), tr("data date")),
        [
            (
                table.name,
                role(table.role).title[current_language()],
                table.rows,
                table.geometry and GEOMETRIES[table.geometry],
                None if table.extent is None else " ".join(f"{one:.0f}" for one in table.extent),
                listed(days_of(table, store.data_date)),
            )
            for table in _tables(store)
        ],
    )


def _field_lines(store: FolderStore) -> Table:
    """Return what can be asked of each table; the columns of links have a part of their own."""
    links = {(link.left, link.column) for link in store.links}
    return Table(
        tr("Fields"),
        (tr("table"), tr("name"), tr("title"), tr("kind"), tr("header in the source")),
        [row for table in _tables(store) for row in _fields_of(table, links)],
    )


def _fields_of(table: TableInfo, links: Collection[tuple[str, str]]) -> Iterator[tuple[Any, ...]]:
    language = current_language()
    for field in table.fields:
        if (table.name, field.name) not in links:
            kind = FIELD_TYPES[field.type]
            yield table.name, field.name, field_title(table, field)[language], kind, field.source
    stored = set(table.field_names)
    for one in role(table.role).derived:
        if one.name not in stored and stored.issuperset(one.needs):
            origin = tr("computed from {names}", names=listed(one.needs))
            yield table.name, one.name, one.title[language], FIELD_TYPES[one.type], origin


def _link_lines(store: FolderStore) -> Table:
    return Table(
        tr("Links"),
        (tr("from"), tr("to"), tr("by"), tr("matched"), tr("of")),
        [
            (
                one.left,
                one.right,
                WAYS_OF_JOINING[one.by],
                one.report.get("matched"),
                one.report.get("left_rows"),
            )
            for one in store.links
        ],
    )


def _measure_lines(store: FolderStore) -> Table:
    return Table(
        tr("Measures"),
        (tr("name"), tr("expression")),
        [(one.name, one.text) for one in store.measures.values()],
    )


def _result_lines(store: FolderStore) -> Table:
    return Table(
        tr("Results"),
        (tr("name"), tr("analysis")),
        [(one.name, _analysis_title(one.analysis)) for one in store.results.values()],
    )


def _analysis_title(name: str) -> Message | str:
    """Return what an analysis is called; its name where it is not installed here."""
    # the catalogue is imported late: only workspaces with results need it
    from gridloom_analytics.analyses import catalogue

    known = catalogue().get(name)
    return known.title if known else name


def _import_lines(store: FolderStore) -> Table:
    keys = ("source", "read", "loaded", "blank")
    return Table(
        tr("Last imports"),
        (
            tr("table"),
            tr("source"),
            tr("read"),
            tr("loaded"),
            tr("blank rows"),
            tr("quarantined"),
        ),
        [
            (
                one.table,
                *(one.report.get(key) for key in keys),
                sum(one.report.get("quarantined", {}).values()),
            )
            for one in store.imports[-10:]
        ],
    )
