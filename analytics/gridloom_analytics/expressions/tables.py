"""Which table a planner means: by its name, or by a name of its role in either language."""

from gridloom_analytics.expressions.names import close_names, fold
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import listed, tr
from gridloom_layers.roles import role
from gridloom_layers.workspace import Reading, TableInfo


def find_table(store: Reading, name: str) -> TableInfo:
    """Return the table called ``name``, or the only one whose role is called so.

    Names are folded (case, full width); a table's own name wins over the names of roles.
    Raise ``BadInput`` for a name that is unknown or that several tables answer to.
    """
    wanted = fold(name)
    own = [table for table in store.tables.values() if fold(table.name) == wanted]
    found = own or [table for table in store.tables.values() if wanted in _role_names(table)]
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInput(
            "ambiguous-table",
            tr("“{name}” can mean several tables: {names}.",
               name=name, names=listed(table.name for table in found)),
            Where(layer=name),
            tr("Use the name of the table itself."),
        )  # fmt: skip
    raise BadInput(
        "unknown-table",
        tr("There is no layer or table “{name}” in this workspace.", name=name),
        Where(layer=name),
        close_names(name, store.tables),
    )


def find_level(store: Reading, name: str) -> TableInfo:
    """Return the table of areas called ``name``; raise ``BadInput`` where it has no areas."""
    table = find_table(store, name)
    if table.geometry == "area":
        return table
    levels = [other.name for other in store.tables.values() if other.geometry == "area"]
    raise BadInput(
        "not-a-level",
        tr("“{name}” has no areas to count by.", name=table.name),
        Where(layer=table.name),
        tr("The layers with areas are: {names}.", names=listed(levels)),
    )


def is_called(table: TableInfo, name: str) -> bool:
    """Whether a table, or its role, is called ``name``."""
    return fold(name) == fold(table.name) or fold(name) in _role_names(table)


def _role_names(table: TableInfo) -> set[str]:
    known = role(table.role)
    return {fold(name) for name in (known.name, *known.title.values(), *known.aliases)}
