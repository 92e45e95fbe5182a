"""From a source file to a table of the workspace: nothing lost, nothing half-written."""

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyproj import CRS

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.importing import findings
from gridloom_layers.importing.arriving import bring_in
from gridloom_layers.importing.columns import Contradiction
from gridloom_layers.importing.dates import Undecided
from gridloom_layers.importing.destination import (
    check_key,
    check_not_imported,
    department_of,
    find_destination,
)
from gridloom_layers.importing.fitness import about_identity, check_known, check_role
from gridloom_layers.importing.intake import Intake
from gridloom_layers.importing.mapping import mapping_key, resolve_mapping
from gridloom_layers.importing.merging import Counts
from gridloom_layers.importing.options import ImportOptions
from gridloom_layers.importing.placing import choose_position
from gridloom_layers.importing.plan import Plan, choose_key, plan_columns
from gridloom_layers.importing.quarantine import Quarantine
from gridloom_layers.importing.report import ASKED, ImportReport
from gridloom_layers.importing.sources import digest, open_for_role
from gridloom_layers.importing.verdict import Tally
from gridloom_layers.joins.rejoining import rejoin
from gridloom_layers.language import Message, tr, tr_n
from gridloom_layers.progress import Progress
from gridloom_layers.readers import Source
from gridloom_layers.roles import Role, role
from gridloom_layers.workspace import Change, SourceInfo, Store

WHO = ("person", "entity")
"""Roles whose keys are what people are asked for."""


@dataclass
class Undertaking:
    """An import under way: what is imported (``path`` as given), and what was learnt by trying.

    ``texts`` are columns that turned out to be text; ``thorough`` says that the dates of the
    whole source must be looked at first.
    """

    store: Store
    path: Path
    source: Source
    role: Role
    options: ImportOptions
    sha256: str
    told: list[Message]
    started: float
    texts: set[str] = field(default_factory=set)
    thorough: bool = False


def import_source(
    store: Store, path: str | Path, options: ImportOptions, progress: Progress | None = None
) -> ImportReport:
    """Import one layer, sheet or table of a file into a table of the workspace.

    Every row of the source is loaded, quarantined with a reason or blank; the report accounts for
    all of them, and the quarantined rows are kept with it. Raises ``BadInput`` for a source, a
    mapping or a mode that cannot work; then, as when cancelled, the workspace stays as it was.
    """
    started = time.perf_counter()
    progress = progress or Progress()
    subject = role(options.role)
    opened = open_for_role(path, subject, options)
    with opened.source:
        sha256 = digest(Path(path), progress)
        work = Undertaking(
            store, Path(path), opened.source, subject, options, sha256, opened.told, started
        )
        while True:
            try:
                with store.change() as change:
                    report = _import(work, change, progress)
                _index_codes(store, options.table)
                return report
            except Contradiction as found:
                work.texts.add(found.header)
            except Undecided:
                work.thorough = True


def _asked(work: Undertaking) -> dict[str, Any]:
    """Return how an import was asked for, so that it can be asked for again."""
    asked = asdict(replace(work.options, mapping=dict(_chosen_mapping(work))))
    as_of = work.options.as_of
    path = str(work.path.absolute())
    return {**asked, "as_of": as_of and as_of.isoformat(), "path": path}


def _chosen_mapping(work: Undertaking) -> Mapping[str, str]:
    """Return the mapping that was given, over the one remembered for such headers."""
    remembered = work.store.mappings.get(mapping_key(work.role, work.source.headers))
    return {**(remembered or {}), **work.options.mapping}


def _index_codes(store: Store, name: str) -> None:
    """Index the key, and whom rows name, now: what claims give is looked up without a wait.

    The rows are in by now: an index that the disk has no room for is made when it is needed.
    """
    table = store.table(name)
    whom = {field.name for field in role(table.role).fields if field.links in WHO}
    named = {field.name for field in table.fields if field.canonical} & whom
    for code in sorted(named | ({table.key} if table.key else set())):
        with suppress(OSError):
            store.find(name, code, pa.array([], pa.string()))


def _import(work: Undertaking, change: Change, progress: Progress) -> ImportReport:
    source, options = work.source, work.options
    there = find_destination(work.store, work.role, options)
    info = SourceInfo(
        number=there.number,
        file=source.name,
        layer=source.layer,
        sha256=work.sha256,
        as_of=options.as_of,
        department=department_of(there, source.name, options),
    )
    check_not_imported(there, info)
    plan = _plan(work)
    check_key(there, plan, source.name)
    links = [link for link in work.store.links if options.table in (link.left, link.right)]
    quarantine = Quarantine(source, work.store.seal)
    try:
        intake = Intake(
            source, plan, quarantine, there.number, there.next_key, there.taken(plan),
            there.gone(plan),
        )  # fmt: skip
        counts = bring_in(there, plan, info, change, intake, progress)
        progress.report("import", intake.tally.read, intake.tally.read)
        aside = quarantine.table()
        _check_loaded(intake, aside, source)
        told = rejoin(change, links, progress) if _altered(counts, options) else []
        report = _report(work, plan, intake, counts, told)
        told_of = report.model_dump(mode="json") | {ASKED: _asked(work)}
        change.record_import(options.table, told_of, aside)
        change.remember_mapping(mapping_key(work.role, source.headers), plan.mapping)
        return report
    finally:
        quarantine.close()


def _altered(counts: Counts, options: ImportOptions) -> bool:
    """Tell whether rows are new, other or gone, so that joins of the table do not hold any more."""
    return bool(counts.new or counts.changed or (options.mode == "replace" and counts.vanished))


def _plan(work: Undertaking) -> Plan:
    source, options = work.source, work.options
    sample = next((batch for batch in source.batches() if batch.num_rows), None)
    if sample is None:
        raise _empty(source)
    remembered = work.store.mappings.get(mapping_key(work.role, source.headers))
    mapping = resolve_mapping(
        work.role, source.headers, options.mapping, remembered, str(source.path)
    )
    if not options.mapping and remembered is None:
        check_role(work.role, source, mapping)
    check_known(work.role, source, mapping)
    as_of = options.as_of or work.store.data_date
    position, told = choose_position(
        source, work.role, mapping, options, CRS.from_user_input(work.store.crs), sample
    )
    own = [link for link in work.store.links if link.left == options.table]
    links = [column for link in own for column in link.columns]
    columns, about_dates = plan_columns(
        source, work.role, mapping, as_of, sample, work.texts, work.thorough, links
    )
    key, about_key = choose_key(work.role, mapping, sample)
    warnings = [*work.told, *about_identity(work.role, mapping), *told, *about_dates, *about_key]
    return Plan(work.role, mapping, columns, position, key, as_of, warnings)


def _empty(source: Source) -> BadInput:
    return BadInput(
        "empty-source",
        tr("“{file}” holds no rows.", file=source.name),
        Where(file=str(source.path), layer=source.layer),
        tr("Check that the right file was given."),
    )


def _check_loaded(intake: Intake, aside: pa.Table, source: Source) -> None:
    """Refuse an import of which not one row can be loaded: the mapping or the role is wrong."""
    if intake.tally.loaded:
        return
    if not aside.num_rows:
        raise _empty(source)
    first = aside.slice(0, 1).to_pylist()[0]
    raise BadInput(
        "nothing-loaded",
        tr("None of the {count:,} rows of “{file}” can be loaded; the first: {reason}.",
           count=intake.tally.read, file=source.name, reason=findings.title(first["reason"])),
        Where(str(source.path), source.layer, first["source_row"], first["column"], first["cell"]),
        tr("Check the role and the mapping of the columns (--map FIELD=COLUMN)."),
    )  # fmt: skip


def _report(
    work: Undertaking, plan: Plan, intake: Intake, counts: Counts, told: list[Message]
) -> ImportReport:
    source, tally = work.source, intake.tally
    return ImportReport(
        source=source.name,
        role=work.role.name,
        table=work.options.table,
        layer=source.layer,
        encoding=source.encoding,
        crs=source.crs if plan.position is not None else None,
        datum=work.options.datum,
        read=tally.read,
        loaded=tally.loaded,
        new=counts.new,
        changed=counts.changed,
        unchanged=counts.unchanged,
        vanished=counts.vanished,
        conflicts=counts.conflicts,
        repaired=dict(tally.repaired),
        quarantined=dict(tally.quarantined),
        blank=tally.blank,
        notes=dict(tally.notes),
        mapping=dict(plan.mapping),
        warnings=tuple(each.both() for each in (*plan.warnings, *_away(tally), *told)),
        seconds=round(time.perf_counter() - work.started, 3),
    )


def _away(tally: Tally) -> list[Message]:
    """Tell of rows that stay merged away."""
    count = tally.quarantined[findings.MERGED_AWAY]
    if not count:
        return []
    return [tr_n(
        "{count:,} row was merged into another by hand and stays so.",
        "{count:,} rows were merged into others by hand and stay so.", count,
    )]  # fmt: skip
