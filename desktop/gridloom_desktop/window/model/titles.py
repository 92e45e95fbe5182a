"""What tables and values are called on a map and beside it."""

from gridloom_analytics.bilingual import Bilingual, begun
from gridloom_layers.workspace import TableInfo, titles


def table_title(table: TableInfo) -> Bilingual:
    """Return what a table is called, as it stands by itself; a name of its own stays as it is."""
    title = titles.table_title(table)
    return title if title == same(table.name) else begun(title)


def same(value: object) -> Bilingual:
    """Return a value that is written alike in both languages."""
    return {"zh": str(value), "en": str(value)}
