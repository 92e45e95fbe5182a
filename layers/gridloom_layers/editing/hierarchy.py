"""To which wider area a row belongs, where a code says so."""

import re

import pyarrow as pa

from gridloom_layers.editing.values import check_row, correct_value
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.ownership.edits import Edit, Reason
from gridloom_layers.progress import Progress
from gridloom_layers.roles import role
from gridloom_layers.workspace import Store


def assign(
    store: Store, table: str, row_key: int, parent: str, parent_key: int, why: Reason,
    progress: Progress | None = None,
) -> Edit:  # fmt: skip
    """Let a row belong to another row of ``parent``, as a grid does to its community.

    The code that names the parent is corrected, and the join by it is made again; so the code
    and the join never say different things. Raises ``BadInput`` where no code of the table names
    the parent, as where it is joined by place: there the shape decides.
    """
    check_row(store, store.table(parent), parent_key)
    field, target = _fields(store, table, parent)
    code = store.rows(parent, pa.array([parent_key]), [target]).column(target)[0].as_py()
    return correct_value(store, table, row_key, field, code, why, progress)


def _fields(store: Store, table: str, parent: str) -> tuple[str, str]:
    """Return the field that names the parent, and the one of the parent that it names."""
    for link in store.links:
        if (link.left, link.right, link.by) == (table, parent, "code") and link.on:
            left, right = link.on.split("=")
            return re.split(r"[|+]", left)[0], right
    info, above = store.table(table), store.table(parent)
    for field in role(info.role).fields:
        if field.links == above.role and info.field(field.name) and above.key:
            return field.name, above.key
    raise BadInput(
        "no-code-of-parent",
        tr("No code of “{table}” says to which row of “{parent}” it belongs.",
           table=table, parent=parent),
        Where(layer=table),
        tr("Joined by place it follows the shape: move or reshape it."),
    )  # fmt: skip
