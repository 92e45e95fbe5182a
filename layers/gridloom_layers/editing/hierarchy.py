"""To which wider area a row belongs, where a code says so."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.editing.belonging import Longs, belonging, naming_field
from gridloom_layers.editing.values import check_row, checked, give, value_of
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.ownership import claimed_fields
from gridloom_layers.ownership.edits import Edit, Reason
from gridloom_layers.progress import Progress
from gridloom_layers.roles import LEVELS
from gridloom_layers.workspace import Reading, Store, TableInfo

Said = Mapping[str, str | None]


def assign(
    store: Store, table: str, row_key: int, parent: str, parent_key: int, why: Reason,
    progress: Progress | None = None,
) -> list[Edit]:  # fmt: skip
    """Let a row belong to another row of ``parent``, as a grid does to its community.

    The code that names the parent is corrected with what else the row says of it and of the areas
    around it, and so is what all rows within it say of these; the joins by these are made again.
    So they never say different things. Returns the edits, that of the code first. Raises
    ``BadInput`` where no code of the table names the parent, as where it is joined by place: there
    the shape decides.
    """
    progress = progress or Progress()
    with store.change() as change:
        info, above = store.table(table), store.table(parent)
        check_row(store, info, row_key)
        check_row(store, above, parent_key)
        field, target = _parent_field(store, info, above)
        code = checked(store, info, row_key, field, value_of(store, above, parent_key, target))
        within = belonging(store, info, row_key)
        values = {field: code, **_said_of(store, info, above, parent_key)}
        made = give(change, info, [row_key], values, why, progress)
        for name, keys in within.items():
            below = change.pending.table(name)
            said = _said_of(store, below, above, parent_key)
            if len(others := _saying_otherwise(change.pending, below, keys, said)):
                made += give(change, below, others.tolist(), said, why, progress)
    return made


def _said_of(reading: Reading, info: TableInfo, above: TableInfo, parent_key: int) -> Said:
    """Return what rows of a table say of an area that they are in, and of the areas around it.

    What is found by a join, or tells the rows apart, is not theirs to say.
    """
    own = claimed_fields(reading, info.name, info.fields, info.key)
    said: dict[str, str | None] = {}
    for level in LEVELS:
        for part in ("code", "name"):
            name = f"{level}_{part}"
            source = part if level == above.role else name
            if name in own and above.field(source) is not None:
                said[name] = value_of(reading, above, parent_key, source)
    named = naming_field(reading, info, above)
    if named is not None and named[0] in own:
        said[named[0]] = value_of(reading, above, parent_key, named[1])
    return said


def _saying_otherwise(reading: Reading, info: TableInfo, keys: Longs, said: Said) -> Longs:
    """Return which rows say anything else in the fields of ``said``."""
    rows = reading.rows(info.name, pa.array(keys), [*said])
    other = np.zeros(rows.num_rows, np.bool_)
    for name, value in said.items():
        known = rows.column(name).cast(pa.string())
        same = known.is_null() if value is None else pc.equal(known, value).fill_null(False)
        other |= ~same.to_numpy()
    return rows.column(0).to_numpy()[other]


def _parent_field(reading: Reading, info: TableInfo, above: TableInfo) -> tuple[str, str]:
    """Return the field of a table that names its parent, and the one of the parent it names.

    Raises ``BadInput`` where there is none.
    """
    found = naming_field(reading, info, above)
    if found is None:
        raise BadInput(
            "no-code-of-parent",
            tr("No code of “{table}” says to which row of “{parent}” it belongs.",
               table=info.name, parent=above.name),
            Where(layer=info.name),
            tr("Joined by place it follows the shape: move or reshape it."),
        )  # fmt: skip
    return found
