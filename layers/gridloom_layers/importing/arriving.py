"""The rows of a source on their way into a table: a new one, behind its rows, or merged."""

from collections import deque
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

import numpy as np

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.importing import findings
from gridloom_layers.importing.destination import Destination, same_before
from gridloom_layers.importing.intake import Intake
from gridloom_layers.importing.merging import Counts, Merge, Staged
from gridloom_layers.importing.plan import Plan
from gridloom_layers.importing.sealed import SealedRows
from gridloom_layers.language import tr
from gridloom_layers.ownership import Hearing, Ledger, Precedence, claimed_fields
from gridloom_layers.ownership.edits import placed_by_hand
from gridloom_layers.progress import Progress
from gridloom_layers.scratch import ScratchFolder
from gridloom_layers.workspace import (
    Change,
    Ownership,
    SourceInfo,
    TableInfo,
    TableSpec,
    schema_of,
)

MOSTLY_REPEATED = 0.5
"""Where more of the rows than this repeat a key, the column is no key."""


def bring_in(
    there: Destination,
    plan: Plan,
    info: SourceInfo,
    change: Change,
    intake: Intake,
    progress: Progress,
) -> Counts:
    """Write the rows that ``intake`` yields into the table; return what they were to it."""
    rows = intake.batches(progress)
    spec = there.spec(plan, info)
    if there.old is not None and there.merges(plan):
        with ScratchFolder() as folder:
            seal = there.store.seal
            staged = (
                SealedRows(rows, Path(folder), seal)
                if seal.encrypted
                else Staged(rows, Path(folder) / "rows.arrow")
            )
            _check_unique(intake, plan)
            return _merge(there, there.old, spec, info, change, staged, progress)
    if there.old is None or there.options.mode == "replace":
        change.write(spec, rows)
    else:
        change.append(spec, rows)
    return Counts(new=intake.tally.loaded)


def _check_unique(intake: Intake, plan: Plan) -> None:
    """Refuse to update rows by a column that does not tell them apart."""
    tally, key = intake.tally, plan.key
    repeated = tally.quarantined[findings.DUPLICATE_KEY]
    if key is not None and repeated > MOSTLY_REPEATED * (repeated + tally.loaded):
        raise BadInput(
            "key-not-unique",
            tr("“{column}” does not tell the rows apart: {repeated:,} of {rows:,} repeat a value.",
               column=plan.mapping[key], repeated=repeated, rows=repeated + tally.loaded),
            Where(str(intake.source.path), intake.source.layer, column=plan.mapping[key]),
            tr("Map the column that identifies a row: --map {key}=COLUMN.", key=key),
        )  # fmt: skip


def _merge(
    there: Destination,
    old: TableInfo,
    spec: TableSpec,
    info: SourceInfo,
    change: Change,
    staged: Staged | SealedRows,
    progress: Progress,
) -> Counts:
    replaced = there.options.mode == "replace"
    with ExitStack() as stack:
        hearing = None if replaced else _hearing(there, spec, info, change, staged, stack)
        again = same_before(there, info)
        stays = [] if replaced else again  # rows without a key are replaced by those of the source
        merge = Merge(there.store, old, staged, spec.key or "", progress, hearing, again=stays)
        revised = merge.revised(schema_of(spec.fields, geometry=spec.geometry is not None))
        first = next(revised, None)
        gone = merge.vanished() if replaced else np.empty(0, np.int64)
        heard = hearing is not None and hearing.changed
        untold = (heard or not again) and not merge.counts.new
        if first is not None or len(gone) or untold:
            change.revise(spec, chain([first] if first else [], revised), gone, info.number)
        deque(revised, maxlen=0)
    if hearing is not None and hearing.changed:
        change.put_ownership(spec.name, hearing.ledger.owned())
    if hearing is not None:
        merge.counts.conflicts = dict(hearing.conflicts)
    if replaced and spec.name in there.store.ownership:
        known = there.store.ownership[spec.name]
        change.put_ownership(spec.name, Ownership(owners=known.owners, edits=known.edits))
    if merge.counts.new:
        change.append(spec, merge.fresh(there.next_key))
    return merge.counts


def _hearing(
    there: Destination,
    spec: TableSpec,
    info: SourceInfo,
    change: Change,
    staged: Staged | SealedRows,
    stack: ExitStack,
) -> Hearing:
    """Open what is said of the rows of the table, for the source to be heard on them."""
    store = there.store
    fields = claimed_fields(store, spec.name, spec.fields, spec.key)
    ledger = stack.enter_context(Ledger(store, change, spec.name, fields))
    owners = store.ownership.get(spec.name, Ownership()).owners
    return Hearing(
        ledger,
        Precedence(spec.sources, owners),
        info.number,
        staged.schema.names,
        placed_by_hand(store, spec.name),
    )
