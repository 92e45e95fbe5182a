"""What a tip says of the feature under the pointer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.cartography.classes import number
from gridloom_desktop.window.model.city_map import hit
from gridloom_desktop.window.model.map_layer import FEW, MapLayer

NOTHING: Bilingual = {"zh": "", "en": ""}


@dataclass(frozen=True)
class Hovered:
    """A feature under the pointer: its layer and row there, its rings, and what is told of it.

    ``title`` is what it is called, or else what it is ("building"); ``is_named`` says which.
    ``value`` is what the map shows of it, empty where all features of the layer look alike.
    """

    layer: str
    table: str
    row_key: int | None
    row: int
    rings: list[npt.NDArray[np.float64]]
    title: Bilingual
    is_named: bool
    value: Bilingual


def hovered(layers: Sequence[MapLayer], x: float, y: float, tolerance: float) -> Hovered | None:
    """Return the topmost visible feature at a place of the plane, None where there is none."""
    found = hit(layers, x, y, tolerance)
    if found is None:
        return None
    layer, row = found.layer, found.row
    text = layer.texts[row] if layer.texts is not None else NOTHING
    named = any(text.values())
    return Hovered(
        layer=layer.name,
        table=layer.table,
        row_key=int(layer.row_keys[row]) if layer.attributes is None else None,
        row=row,
        rings=found.rings(),
        title=text if named else layer.subject,
        is_named=named,
        value=value_told(layer, row),
    )


def value_told(layer: MapLayer, row: int) -> Bilingual:
    """Return the class of a row and the figure that it rests on, as a line in both languages.

    A row that is withheld tells that it is, and no figure.
    """
    if len(layer.style.classes) < 2:
        return NOTHING
    if layer.withheld is not None and layer.withheld[row]:
        return FEW.both()
    found = layer.classes[row]
    label = layer.style.classes[found].label if found >= 0 else layer.unclassed
    title, figure = layer.style.title, _figure(layer, row)
    zh, en = (f"（{figure}）", f" ({figure})") if figure else ("", "")
    return {
        "zh": f"{title['zh']}：{label['zh']}{zh}",
        "en": f"{title['en']}: {label['en']}{en}",
    }


def _figure(layer: MapLayer, row: int) -> str:
    if layer.values is None or not np.isfinite(layer.values[row]):
        return ""
    figure = float(layer.values[row])
    return number(figure, 0 if figure == round(figure) or abs(figure) >= 1000 else 2)
