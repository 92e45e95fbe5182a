"""Publishing a kept result, told without Qt."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from gridloom_layers.language import Language
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export import ExportReport
    from gridloom_desktop.publishing.publish import Kind, PublishReport


def publish(
    store: FolderStore, kind: "Kind", out: Path, result: str, language: Language, progress: Progress
) -> "PublishReport":
    """Publish a kept result through the gate."""
    # Late: it loads matplotlib and folium, which the window does without until then.
    from gridloom_desktop.publishing.publish import publish

    return publish(store, kind, out, result=result, language=language, progress=progress)


def save_charts(
    store: FolderStore, out: Path, name: str, language: Language, _: Progress
) -> "ExportReport":
    """Write the charts of a kept result through the gate."""
    from gridloom_analytics.keeping import kept  # late, as in publish
    from gridloom_desktop.publishing.publish import publish_charts

    return publish_charts(kept(store, name), out, store, language)


def sheet_to_print(
    store: FolderStore, result: str, language: Language, progress: Progress
) -> bytes:
    """Return the sheet of a kept result as PDF, through the gate."""
    from gridloom_desktop.publishing.publish import print_sheet  # late, as in publish

    with TemporaryDirectory() as folder:
        out = Path(folder) / "sheet.pdf"
        print_sheet(store, out, result, language, progress)
        return out.read_bytes()
