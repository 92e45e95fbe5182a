"""Publishing a kept result, told without Qt."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from gridloom_desktop.window.model.layering import topmost_result_view
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.symbology import Colouring
from gridloom_desktop.window.model.variables import read_values
from gridloom_layers.language import Language
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export import ExportReport, Recolouring
    from gridloom_desktop.publishing.publish import Kind, PublishReport


@dataclass(frozen=True)
class ShownResult:
    """A kept result as a map shows it: in its own style, or by the ``colouring`` of a ``layer``."""

    name: str
    layer: MapLayer | None = None
    colouring: Colouring | None = None


def shown_result(session: Session) -> ShownResult | None:
    """Return the topmost result that is visible as it is shown; None where there is none."""
    view = topmost_result_view(session.document)
    if view is None or view.result is None:
        return None
    layer = session.layer(view.name)
    if layer is None or not layer.recoloured:
        return ShownResult(view.result)
    return ShownResult(view.result, layer, view.colouring)


def recolouring_of(
    store: FolderStore, shown: ShownResult, progress: Progress
) -> "Recolouring | None":
    """Return the colours that a result is shown in instead of its own."""
    layer, colouring = shown.layer, shown.colouring
    if layer is None or colouring is None:
        return None
    import pandas as pd  # late, as in publish

    from gridloom_desktop.publishing.export import Recolouring

    keys, style = pd.Index(layer.row_keys), layer.style
    read = {
        f"{one.column} 2" if number and one.column == colouring.column else one.column:
            read_values(store, layer, one, progress)
        for number, one in enumerate(colouring.variables)
    }  # fmt: skip
    few = np.zeros(len(keys), np.bool_) if layer.withheld is None else layer.withheld
    return Recolouring(
        style=style,
        classes=pd.Series(layer.classes, keys),
        withheld=pd.Series(few, keys),
        values=pd.DataFrame({name: one.cells for name, one in read.items()}, keys),
        titles={name: one.title for name, one in read.items()},
        units={name: one.unit for name, one in read.items()},
        fields=tuple(one.column for one in colouring.variables if one.source == "field"),
        crossing=layer.crossing,
    )


def publish(
    store: FolderStore,
    kind: "Kind",
    out: Path,
    result: ShownResult,
    language: Language,
    progress: Progress,
) -> "PublishReport":
    """Publish a kept result through the gate, as it is shown."""
    # Late: it loads matplotlib and folium, which the window does without until then.
    from gridloom_desktop.publishing.publish import publish

    colours = recolouring_of(store, result, progress)
    return publish(
        store, kind, out, result=result.name, language=language, progress=progress,
        recolouring=colours,
    )  # fmt: skip


def save_charts(
    store: FolderStore, out: Path, name: str, language: Language, _: Progress
) -> "ExportReport":
    """Write the charts of a kept result through the gate."""
    from gridloom_analytics.keeping import kept  # late, as in publish
    from gridloom_desktop.publishing.publish import publish_charts

    return publish_charts(kept(store, name), out, store, language)


def sheet_to_print(
    store: FolderStore, result: ShownResult, language: Language, progress: Progress
) -> bytes:
    """Return the sheet of a kept result as PDF, through the gate, as it is shown."""
    from gridloom_desktop.publishing.publish import print_sheet  # late, as in publish

    with TemporaryDirectory() as folder:
        out = Path(folder) / "sheet.pdf"
        colours = recolouring_of(store, result, progress)
        print_sheet(store, out, result.name, language, progress, colours)
        return out.read_bytes()
