"""Which rows may be shown or highlighted for a condition."""

from gridloom_analytics.selecting import Condition, Keys, Linked, leaves
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Store


def shown_rows(store: Store, table: str, condition: Condition, progress: Progress) -> Keys:
    """Return the row keys that a condition selects: int64, rising.

    What is linked to a few persons is not shown: raise ``BadInput``.
    """
    # late: a window does without the engine and the gate until something is asked for
    from gridloom_analytics.selecting.rows import rows_of

    if any(isinstance(leaf, Linked) for _, leaf in leaves(table, condition)):
        from gridloom_desktop.publishing.export import check_ties

        check_ties(store, table, condition, progress)
    return rows_of(store, table, condition, progress)
