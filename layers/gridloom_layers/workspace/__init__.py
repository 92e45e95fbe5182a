"""The workspace: one city's layers, records, links, measures and results, in a folder."""

from gridloom_layers.workspace.folder import FolderStore, create_workspace, open_workspace
from gridloom_layers.workspace.holding import Commit, Hold
from gridloom_layers.workspace.manifest import (
    ImportEntry,
    Link,
    MeasureEntry,
    Ownership,
    Part,
    ResultEntry,
    SourceInfo,
    TableField,
    TableInfo,
)
from gridloom_layers.workspace.own_columns import (
    ENDED_BY,
    GEOMETRY,
    OWN_COLUMNS,
    ROW_KEY,
    SOURCE_NUMBER,
    SOURCE_ROW,
)
from gridloom_layers.workspace.reads import Reading
from gridloom_layers.workspace.schema import ARROW_TYPES, aligned, schema_of
from gridloom_layers.workspace.store import Store
from gridloom_layers.workspace.writes import Change, TableSpec

__all__ = [
    "ARROW_TYPES",
    "ENDED_BY",
    "GEOMETRY",
    "OWN_COLUMNS",
    "ROW_KEY",
    "SOURCE_NUMBER",
    "SOURCE_ROW",
    "Change",
    "Commit",
    "FolderStore",
    "Hold",
    "ImportEntry",
    "Link",
    "MeasureEntry",
    "Ownership",
    "Part",
    "Reading",
    "ResultEntry",
    "SourceInfo",
    "Store",
    "TableField",
    "TableInfo",
    "TableSpec",
    "aligned",
    "create_workspace",
    "open_workspace",
    "schema_of",
]
