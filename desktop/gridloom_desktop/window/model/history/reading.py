"""Reading what was done to a workspace from what it keeps and from its log."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from gridloom_analytics.analyses import catalogue
from gridloom_analytics.bilingual import Given
from gridloom_analytics.titles import table_heading
from gridloom_desktop.window.model.history import commands
from gridloom_desktop.window.model.history.act import NO_COMMAND, PERSONAL, Act, Arguments
from gridloom_desktop.window.model.history.logged import told
from gridloom_desktop.window.model.history.personal import names_person
from gridloom_desktop.window.model.history.places import Key, Named, key_of, link_key
from gridloom_layers.editing import edits
from gridloom_layers.importing.report import ASKED
from gridloom_layers.language import Message, tr, tr_n
from gridloom_layers.workspace import FolderStore, ImportEntry, Link, ResultEntry

UNKNOWN_SOURCE = tr(
    "An older Gridloom made this import and did not keep the folder of the file: "
    "run the script where the file is."
)
OLDEST = dt.datetime.min.replace(tzinfo=dt.UTC)


def history(store: FolderStore) -> list[Act]:
    """Return what was done, the oldest first.

    What the workspace holds is told by what it keeps of it, and dated by the log. It comes before
    all that is dated where the log does not know it: older versions logged neither imports, joins,
    measures nor results.
    """
    there: dict[Key, list[Act]] = {}
    for key, act in _there(store):
        there.setdefault(key, []).append(act)
    dated, named = [], Named()
    for entry in reversed(store.acts()):
        dated += _of_entry(store, entry, there, named)
    dated = sorted([*reversed(dated), *_edited(store)], key=lambda act: act.at or OLDEST)
    made = Act("create", tr("Workspace made in {crs}, data of {day}", crs=store.crs,
               day=store.data_date.isoformat()), arguments=commands.creating(store))  # fmt: skip
    return [made, *(act for acts in there.values() for act in acts), *dated]


def _time(entry: Mapping[str, Any]) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(str(entry.get("at")))
    except ValueError:
        return None


def _of_entry(
    store: FolderStore, entry: Mapping[str, Any], there: dict[Key, list[Act]], named: Named
) -> list[Act]:
    """Return the acts of a log entry, taking what it made out of ``there``; newest come first."""
    at = _time(entry)
    if entry["act"] == "rename":
        named.rename(str(entry["old"]), str(entry["new"]))
    key = key_of(entry, named, there)
    if key in there:
        return [replace(act, at=at) for act in there.pop(key)]
    act = told(store, entry, named, at)
    return [] if act is None else [act]


def _there(store: FolderStore) -> Iterator[tuple[Key, Act]]:
    """Return what the workspace holds by what a log says of it, in an order that can be done."""
    for entry in store.imports:
        yield ("import", entry.number), _imported(store, entry)
    for link in store.links:
        yield link_key(link), _joined(store, link)
    for name, kept in store.measures.items():
        what = tr("Measure “{name}” kept: {text}", name=name, text=kept.text)
        yield (
            ("measure", name),
            _careful(store, "measure", what, commands.measuring(name, kept.text), name),
        )
    for result in sorted(store.results.values(), key=lambda one: one.generation):
        yield ("run", result.name), _ran(store, result)
    for table, owned in store.ownership.items():
        for field, departments in owned.owners.items():
            yield ("own", table), _owned(store, table, field, departments)


def _careful(store: FolderStore, kind: Any, what: Message, made: Arguments, name: str) -> Act:
    """Return an act whose command is written out unless it names a person."""
    if any(names_person(store, str(one)) for one in made):
        subject = tr("“{name}”, of a condition that names a person", name=name)
        return Act(kind, subject, note=PERSONAL, name=name)
    return Act(kind, what, arguments=made, name=name)


def _imported(store: FolderStore, entry: ImportEntry) -> Act:
    report = entry.report
    what = tr_n(
        "“{source}” imported into {table}: {count:,} row",
        "“{source}” imported into {table}: {count:,} rows",
        int(report["loaded"]),
        source=report["source"],
        table=_title(store, entry.table),
    )
    note = None if ASKED in report else UNKNOWN_SOURCE
    made = commands.importing(store, entry)
    return Act("import", what, None, made, note, entry.table, entry.number)


def _joined(store: FolderStore, link: Link) -> Act:
    what = tr(
        "{left} joined to {right} {how}: {matched:,} of {rows:,} matched",
        left=_title(store, link.left),
        right=_title(store, link.right),
        how=HOW[link.by],
        matched=int(link.report["matched"]),
        rows=int(link.report["left_rows"]),
    )
    return Act("join", what, arguments=commands.joining(link), name=link.left)


HOW = {
    "code": tr("by code"),
    "place": tr("by place"),
    "name": tr("by name"),
    "address": tr("by address"),
}


def _ran(store: FolderStore, entry: ResultEntry) -> Act:
    known = catalogue().get(entry.analysis)
    what = tr(
        "{analysis} of {layer}: “{name}”",
        analysis=known.title if known else entry.analysis,
        layer=_title(store, str(entry.document["layer"])),
        name=entry.name,
    )
    return _careful(store, "run", what, commands.running(entry), entry.name)


def _title(store: FolderStore, table: str) -> Message | str:
    known = store.tables.get(table)
    return Given.of(table_heading(known)) if known else table


def _edited(store: FolderStore) -> Iterator[Act]:
    """Return the corrections by hand: those of one moment in one table together."""
    for table, owned in store.ownership.items():
        if not owned.edits or table not in store.tables:
            continue
        counts: dict[dt.datetime, int] = {}
        for one in edits(store, table):
            counts[one.at] = counts.get(one.at, 0) + 1
        for at, count in counts.items():
            what = tr_n(
                "{count:,} correction by hand in {table}",
                "{count:,} corrections by hand in {table}",
                count,
                table=_title(store, table),
            )
            yield Act("edit", what, at, note=NO_COMMAND, name=table)


def _owned(store: FolderStore, table: str, field: str, departments: tuple[str, ...]) -> Act:
    subject = tr("all other fields") if field == "*" else tr("“{name}”", name=field)
    what = tr(
        "Owners of {field} in {table}: {departments}",
        field=subject,
        table=_title(store, table),
        departments=" > ".join(departments),
    )
    return Act("own", what, arguments=commands.owning(table, field, list(departments)), name=table)
