"""Small multiples on a sheet of paper: painted as sharp as print asks, and through the gate."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.canvas import Box, View, paint
from gridloom_desktop.publishing.multiples import LegendLine, Multiples, SmallPicture
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.time.multiples import WAYS, By, multiples_of, whole
from gridloom_layers.language import Language
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export import ExportReport

SCREEN_DOTS = 96
"""Pixels to the inch that widths and sizes of symbols are meant for."""


def save_multiples(
    store: FolderStore,
    layers: Sequence[MapLayer],
    layer: MapLayer,
    by: By,
    box: Box,
    out: Path,
    language: Language,
    progress: Progress,
) -> "ExportReport":
    """Write the small multiples of a layer as a sheet to ``out`` (.pdf, .png), through the gate.

    Layers of persons are left out; a layer of persons itself is refused with ``BadInput``.
    """
    # Late: it loads matplotlib, which the window does without until then.
    from gridloom_desktop.publishing.publish import publish_multiples

    work = partial(_painted, layer, by, box, progress)
    return publish_multiples(store, layers, layer, work, out, language)


def _painted(
    layer: MapLayer, by: By, box: Box, progress: Progress, layers: Sequence[MapLayer]
) -> Multiples:
    """Return the maps that take a layer apart, with ``layers`` on them and no others."""
    from gridloom_desktop.publishing.sheet.multiples import map_pixels  # late, as above

    maps = multiples_of(layers, layer, by)
    shape = max(box[2] - box[0], 1.0) / max(box[3] - box[1], 1.0)
    view = _print_view(box, *map_pixels(len(maps), shape))
    pictures = []
    for number, one in enumerate(maps):
        progress.report("draw", number, len(maps))
        pictures.append(SmallPicture(one.title, paint(one.drawings, view)))
    return Multiples(
        title=_title(layer),
        about=layer.style.title,
        way=WAYS[by],
        pictures=pictures,
        legend=_legend(layer),
        metres_per_pixel=1 / view.scale,
    )


def _print_view(box: Box, width: int, height: int) -> View:
    """Return the view of a map of so many pixels, in which symbols are as large as on a screen."""
    from gridloom_desktop.publishing.sheet.multiples import DOTS  # late, as in save_multiples

    ratio = DOTS / SCREEN_DOTS
    return View.of_box(box, round(width / ratio), round(height / ratio)).sharpened(ratio)


def _title(layer: MapLayer) -> Bilingual:
    """Return what the maps are about: the layer, and what its classes are."""
    what, of = layer.style.title, layer.title
    if len(layer.style.classes) < 2 or what == of:
        return of
    return {"zh": f"{of['zh']}：{what['zh']}", "en": f"{of['en']}: {what['en']}"}


def _legend(layer: MapLayer) -> list[LegendLine]:
    if len(layer.style.classes) < 2:
        return []
    return [LegendLine(one.colour, one.label, one.count) for one in whole(layer).legend()]
