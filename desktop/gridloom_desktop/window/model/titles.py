"""What tables and values are called on a map and beside it."""

from gridloom_analytics.bilingual import Bilingual, begun
from gridloom_layers.language import tr
from gridloom_layers.roles import role
from gridloom_layers.workspace import TableInfo

CLASS_TITLES = {
    "component_class": tr("Component classes"),
    "event_class": tr("Event classes"),
}
"""What the class tables of a city are called."""


def table_title(table: TableInfo) -> Bilingual:
    """Return the role's title where the table is named by its role, else the table's name."""
    if table.role == "class" and table.name in CLASS_TITLES:
        return CLASS_TITLES[table.name].both()
    if table.name == table.role:
        return begun(role(table.role).title)
    return same(table.name)


def same(value: object) -> Bilingual:
    """Return a value that is written alike in both languages."""
    return {"zh": str(value), "en": str(value)}
