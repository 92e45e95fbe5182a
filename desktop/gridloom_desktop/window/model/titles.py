"""What tables and values are called on a map and beside it."""

from gridloom_analytics.bilingual import Bilingual, begun
from gridloom_layers.language import tr
from gridloom_layers.workspace import TableInfo, titles

CLASS_TITLES = {
    "component_class": tr("Component classes"),
    "event_class": tr("Event classes"),
}
"""What the class tables of a city are called."""


def table_title(table: TableInfo) -> Bilingual:
    """Return what a table is called, as it stands by itself; a name of its own stays as it is."""
    if table.role == "class" and table.name in CLASS_TITLES:
        return CLASS_TITLES[table.name].both()
    title = titles.table_title(table)
    return title if title == same(table.name) else begun(title)


def same(value: object) -> Bilingual:
    """Return a value that is written alike in both languages."""
    return {"zh": str(value), "en": str(value)}
