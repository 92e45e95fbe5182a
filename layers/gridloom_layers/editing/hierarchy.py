"""To which wider area a row belongs, where a code says so."""

import re

from gridloom_layers.editing.values import check_row, checked, give, value_of
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.ownership.edits import Edit, Reason
from gridloom_layers.progress import Progress
from gridloom_layers.roles import LEVELS, role
from gridloom_layers.workspace import Reading, Store, TableInfo


def assign(
    store: Store, table: str, row_key: int, parent: str, parent_key: int, why: Reason,
    progress: Progress | None = None,
) -> list[Edit]:  # fmt: skip
    """Let a row belong to another row of ``parent``, as a grid does to its community.

    The code that names the parent is corrected with what else the row says of it and of the areas
    around it, and the joins by these are made again; so they never say different things. Returns
    the edits, that of the code first. Raises ``BadInput`` where no code of the table names the
    parent, as where it is joined by place: there the shape decides.
    """
    progress = progress or Progress()
    with store.change() as change:
        info, above = store.table(table), store.table(parent)
        check_row(store, info, row_key)
        check_row(store, above, parent_key)
        field, target = parent_field(store, table, parent)
        code = checked(store, info, row_key, field, value_of(store, above, parent_key, target))
        values = {field: code, **_said_of(store, info, above, parent_key)}
        return give(change, info, [row_key], values, why, progress)


def _said_of(
    reading: Reading, info: TableInfo, above: TableInfo, parent_key: int
) -> dict[str, str | None]:
    """Return what rows of a table say of a parent beside its code, and of the areas around it."""
    said: dict[str, str | None] = {}
    for level in LEVELS:
        own = level == above.role
        for part in ("code", "name"):
            name, source = f"{level}_{part}", part if own else f"{level}_{part}"
            if info.field(name) is not None and above.field(source) is not None:
                said[name] = value_of(reading, above, parent_key, source)
    return said


def parent_field(reading: Reading, table: str, parent: str) -> tuple[str, str]:
    """Return the field of a table that names its parent, and the one of the parent it names.

    Raises ``BadInput`` where there is none.
    """
    for link in reading.links:
        if (link.left, link.right, link.by) == (table, parent, "code") and link.on:
            left, right = link.on.split("=")
            return re.split(r"[|+]", left)[0], right
    info, above = reading.table(table), reading.table(parent)
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
