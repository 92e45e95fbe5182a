"""Import: from a source file to a table of the workspace, no row lost."""

from gridloom_layers.importing.findings import title
from gridloom_layers.importing.importing import import_source
from gridloom_layers.importing.mapping import explain_mapping, suggest_mapping
from gridloom_layers.importing.options import MODES, ImportOptions
from gridloom_layers.importing.quarantine import quarantine_table
from gridloom_layers.importing.report import ImportReport

__all__ = [
    "MODES",
    "ImportOptions",
    "ImportReport",
    "explain_mapping",
    "import_source",
    "quarantine_table",
    "suggest_mapping",
    "title",
]
