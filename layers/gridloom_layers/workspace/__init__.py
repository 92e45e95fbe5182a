"""The workspace: one city's layers, records, links, measures and results, in a folder."""

from gridloom_layers.workspace.folder import FolderStore, create_workspace, open_workspace
from gridloom_layers.workspace.manifest import (
    ImportEntry,
    Link,
    MeasureEntry,
    ResultEntry,
    SourceInfo,
    TableField,
    TableInfo,
)
from gridloom_layers.workspace.store import GEOMETRY, ROW_KEY, Change, Store, TableSpec

__all__ = [
    "GEOMETRY",
    "ROW_KEY",
    "Change",
    "FolderStore",
    "ImportEntry",
    "Link",
    "MeasureEntry",
    "ResultEntry",
    "SourceInfo",
    "Store",
    "TableField",
    "TableInfo",
    "TableSpec",
    "create_workspace",
    "open_workspace",
]
