"""The rows that an import set aside, as they may be seen."""

from collections.abc import Iterable

import pyarrow.compute as pc

from gridloom_analytics.bilingual import Bilingual, same
from gridloom_desktop.publishing.export.quarantine import release_quarantine
from gridloom_desktop.window.model.tables import ToldTable
from gridloom_layers.importing import title
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Store

HEADINGS = {
    "source": tr("source"),
    "sheet": tr("sheet"),
    "source_row": tr("row"),
    "cell": tr("cell"),
    "reason": tr("reason"),
    "column": tr("column"),
    "value": tr("value"),
}
"""What is said of a row beside its own columns."""
ABOUT_THE_IMPORT = ("import", "table")


def quarantined(store: Store, number: int, progress: Progress) -> ToldTable:
    """Return the quarantined rows of an import, masked as they are wherever they are seen."""
    progress.report("read", 0, 0)
    rows = release_quarantine(store)
    rows = rows.filter(pc.equal(rows.column("import"), number)).drop_columns(ABOUT_THE_IMPORT)
    frame = rows.to_pandas().dropna(axis=1, how="all")
    frame["reason"] = [title(str(one)).both() for one in frame["reason"]]
    return ToldTable(tr("Quarantined rows").both(), frame, _headings(map(str, frame.columns)))


def _headings(names: Iterable[str]) -> dict[str, Bilingual]:
    return {name: HEADINGS[name].both() if name in HEADINGS else same(name) for name in names}
