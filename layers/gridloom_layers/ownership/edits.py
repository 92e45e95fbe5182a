"""What was corrected: the old value, the new one, why, by whom and when; kept beside the table."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr
from gridloom_layers.workspace import ROW_KEY, Change, Ownership, Reading
from gridloom_layers.workspace.parts import write_parts

Act = Literal["value", "move", "reshape", "follow", "split", "new", "merge", "remove"]
"""A value corrected; a shape moved, given another outline, or made to follow the border of one
that was; an area cut in two and the row that is new by it, or by hand; one that others were merged
into, and these; a row that was taken out."""
ACTS: dict[Act, Message] = {
    "value": tr("value corrected"),
    "move": tr("moved"),
    "reshape": tr("outline drawn anew"),
    "follow": tr("followed its neighbour"),
    "split": tr("split"),
    "new": tr("new by hand"),
    "merge": tr("others merged into it"),
    "remove": tr("removed by hand"),
}
"""What each kind of edit is called."""
OF_SHAPES: tuple[Act, ...] = ("move", "reshape", "follow", "split", "new", "merge")
EDITS = pa.schema({
    ROW_KEY: pa.int64(),
    "number": pa.int64(),
    "at": pa.timestamp("s", "UTC"),
    "author": pa.string(),
    "reason": pa.string(),
    "act": pa.string(),
    "field": pa.string(),
    "old": pa.string(),
    "new": pa.string(),
})  # fmt: skip
"""An edit; ``number`` counts those of the table from 1."""


@dataclass(frozen=True)
class Reason:
    """Why something is corrected, and who says so. Neither is blank; both may name persons."""

    text: str
    author: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            hint = tr("Say where you have it from: it is kept beside the old value.")
            raise _lacking("no-reason", tr("A correction needs a reason."), hint)
        if not self.author.strip():
            hint = tr("Give your name: it is kept beside the old value.")
            raise _lacking("no-author", tr("A correction needs an author."), hint)


def _lacking(code: str, message: Message, hint: Message) -> BadInput:
    return BadInput(code, message, hint=hint)


@dataclass(frozen=True)
class Edit:
    """One thing corrected in one row: a ``field``, or its shape (None, the values as WKT).

    Values are text as the table would hold it, None where there is none. ``number`` counts the
    edits of the table from 1; it is 0 and the time is the clock's until the edit is recorded.
    """

    row_key: int
    act: Act
    field: str | None
    old: str | None
    new: str | None
    reason: str
    author: str
    at: dt.datetime
    number: int = 0


def edit(row_key: int, act: Act, why: Reason, old: str | None, new: str | None,
         field: str | None = None) -> Edit:  # fmt: skip
    """Return an edit that is made now."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    return Edit(row_key, act, field, old, new, why.text.strip(), why.author.strip(), now)


def edits(reading: Reading, table: str, row_key: int | None = None) -> list[Edit]:
    """Return what was corrected in a table, or in one row of it, the oldest first.

    Rows that are gone since, merged into others, are told of too.
    """
    owned = reading.ownership.get(reading.table(table).name, Ownership())
    found = _rows(reading, owned)
    if row_key is not None:
        found = found.filter(pc.equal(found.column(ROW_KEY), row_key))
    return [Edit(**row) for row in found.sort_by("number").to_pylist()]


def _rows(reading: Reading, owned: Ownership) -> pa.Table:
    batches = list(reading.beside(owned.edits)) if owned.edits else []
    return pa.Table.from_batches([batch.cast(EDITS) for batch in batches], EDITS)


def placed_by_hand(reading: Reading, table: str) -> npt.NDArray[np.int64]:
    """Return the row keys of a table whose shapes were corrected."""
    owned = reading.ownership.get(table, Ownership())
    found = _rows(reading, owned)
    shapes = found.filter(pc.is_in(found.column("act"), value_set=pa.array(OF_SHAPES)))
    return np.unique(shapes.column(ROW_KEY).to_numpy())


def merged_away(reading: Reading, table: str) -> list[str]:
    """Return the codes whose rows were merged into others by hand, as they were then.

    Such an edit names the code that the row went to. A row that was taken out, as a class is that
    nothing had, went to none: a source that has it brings it back.
    """
    found = _rows(reading, reading.ownership.get(table, Ownership()))
    gone = pc.and_(pc.equal(found.column("act"), "remove"), found.column("new").is_valid())
    return found.filter(gone).column("old").drop_null().unique().to_pylist()


def record(change: Change, table: str, made: Sequence[Edit]) -> list[Edit]:
    """Keep edits beside a table as a part of a change; return them with their numbers.

    The log has one line for each act and field, however many rows it was done to.
    """
    owned = change.pending.ownership.get(table, Ownership())
    known = _rows(change.pending, owned)
    last = pc.max(known.column("number")).as_py() or 0
    numbered = [_numbered(one, last + count) for count, one in enumerate(made, 1)]
    new = pa.Table.from_pylist([_row(one) for one in numbered], EDITS)
    order = [(ROW_KEY, "ascending"), ("number", "ascending")]
    rows = pa.concat_tables([known, new]).sort_by(order).combine_chunks()
    parts = write_parts(
        lambda: change.new_file("records", f"{table}-edits", ".parquet"),
        rows.to_batches(),
        change.pending.seal,
    )
    change.put_ownership(table, owned.model_copy(update={"edits": parts}))
    _note(change, table, numbered)
    return numbered


def _note(change: Change, table: str, made: Sequence[Edit]) -> None:
    """Have the log tell of edits: neither values nor the reason, as these may tell of persons and
    the log is never encrypted."""
    alike: dict[tuple[Act, str | None], list[Edit]] = defaultdict(list)
    for one in made:
        alike[one.act, one.field].append(one)
    for (act, field), edits in alike.items():
        first, rows = edits[0], len(edits)
        where = {"row_key": first.row_key} if rows == 1 else {"rows": rows}
        said = {"who": first.author, "table": table, **where, "number": first.number}
        change.note("edit", {**said, "kind": act, "field": field})


def _row(one: Edit) -> dict[str, Any]:
    return {name: getattr(one, name) for name in EDITS.names}


def _numbered(one: Edit, number: int) -> Edit:
    return Edit(**{**_row(one), "number": number})
