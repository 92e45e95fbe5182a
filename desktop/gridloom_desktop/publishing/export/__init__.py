"""The gate: the one place where anything leaves the workstation.

Values pass disclosure control in a ``release_*`` call, which alone can make a
:class:`~gridloom_desktop.publishing.export.released.ReleasedMap`; renderers and writers take
nothing else. Files are written beside their place and renamed, so that there is never half a one.
"""

from gridloom_desktop.publishing.export.answers import release_measure, release_result
from gridloom_desktop.publishing.export.charts import release_charts, release_panels
from gridloom_desktop.publishing.export.cleared import cleared, release_answer
from gridloom_desktop.publishing.export.conflicts import (
    export_conflicts,
    find_released_row,
    release_conflicts,
    release_provenance,
    released_codes,
)
from gridloom_desktop.publishing.export.counts import release_counts, release_coverage
from gridloom_desktop.publishing.export.edits import export_edits, release_edits
from gridloom_desktop.publishing.export.endings import check_out
from gridloom_desktop.publishing.export.error_books import export_join_errors
from gridloom_desktop.publishing.export.figures import (
    FIGURE_FORMATS,
    PICTURE_FORMATS,
    export_figures,
    export_picture,
    figures_text,
    release_figures,
)
from gridloom_desktop.publishing.export.linked import (
    ReleasedLinked,
    ReleasedRelation,
    check_key,
    export_linked,
    release_linked,
)
from gridloom_desktop.publishing.export.outputs import chart_alone, check_output, export_output
from gridloom_desktop.publishing.export.permission import Permission
from gridloom_desktop.publishing.export.quality import ReleasedQuality, release_quality
from gridloom_desktop.publishing.export.quarantine import export_quarantine, release_quarantine
from gridloom_desktop.publishing.export.queried import ReleasedTotal, export_query, release_query
from gridloom_desktop.publishing.export.recoloured import Recolouring, release_recoloured
from gridloom_desktop.publishing.export.released import ReleasedCharts, ReleasedMap
from gridloom_desktop.publishing.export.results import RESULT_FORMATS, export_result
from gridloom_desktop.publishing.export.rows import export_rows, release_rows
from gridloom_desktop.publishing.export.selected import (
    check_followed,
    check_ties,
    export_selected,
    release_count,
)
from gridloom_desktop.publishing.export.tabulated import export_tabulated, release_tabulated
from gridloom_desktop.publishing.export.verification import (
    check_verification_file,
    export_verification,
    release_verification,
)
from gridloom_desktop.publishing.export.writing import ExportReport, staged
from gridloom_desktop.publishing.file_formats import CHART_FORMATS

__all__ = [
    "CHART_FORMATS",
    "FIGURE_FORMATS",
    "PICTURE_FORMATS",
    "RESULT_FORMATS",
    "ExportReport",
    "Permission",
    "Recolouring",
    "ReleasedCharts",
    "ReleasedLinked",
    "ReleasedMap",
    "ReleasedQuality",
    "ReleasedRelation",
    "ReleasedTotal",
    "chart_alone",
    "check_followed",
    "check_key",
    "check_out",
    "check_output",
    "check_ties",
    "check_verification_file",
    "cleared",
    "export_conflicts",
    "export_edits",
    "export_figures",
    "export_join_errors",
    "export_linked",
    "export_output",
    "export_picture",
    "export_quarantine",
    "export_query",
    "export_result",
    "export_rows",
    "export_selected",
    "export_tabulated",
    "export_verification",
    "figures_text",
    "find_released_row",
    "release_answer",
    "release_charts",
    "release_conflicts",
    "release_count",
    "release_counts",
    "release_coverage",
    "release_edits",
    "release_figures",
    "release_linked",
    "release_measure",
    "release_panels",
    "release_provenance",
    "release_quality",
    "release_quarantine",
    "release_query",
    "release_recoloured",
    "release_result",
    "release_rows",
    "release_tabulated",
    "release_verification",
    "released_codes",
    "staged",
]
