"""A value that others name a row by, corrected together with theirs: one change, one edit each."""

from gridloom_layers.editing.referring import referring
from gridloom_layers.editing.values import check_key, check_row, checked, give
from gridloom_layers.ownership.edits import Edit, Reason
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Store


def correct_with_references(
    store: Store, table: str, row_key: int, field: str, value: str | None, why: Reason,
    progress: Progress | None = None,
) -> list[Edit]:  # fmt: skip
    """Correct a value as ``correct_value`` does, and in all rows that name the row by it.

    A community that gets another code takes its grids along, a class its components. Returns all
    edits, that of the row itself first. Raises ``BadInput`` as ``correct_value`` does, and where a
    table whose key follows has a row of the new value; nothing is changed then.
    """
    progress = progress or Progress()
    made: list[Edit] = []
    with store.change() as change:
        info = store.table(table)
        check_row(store, info, row_key)
        text = checked(store, info, row_key, field, value)
        followers = referring(store, table, row_key, field)
        for each in followers:
            if each.field == (other := store.table(each.table)).key:
                check_key(store, other, text)
        for name, where, keys in [
            *((each.table, each.field, each.keys.tolist()) for each in followers),
            (table, field, [row_key]),
        ]:
            values = {where: text}
            edits = give(change, change.pending.table(name), keys, values, why, progress)
            made = edits + made
    return made
