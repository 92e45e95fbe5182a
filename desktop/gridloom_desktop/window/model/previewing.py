"""A preview of an analysis as a layer of the map: paler, and of the rows that took part only."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gridloom_desktop.window.model.answering import result_layer
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_layers.language import Message, tr

if TYPE_CHECKING:  # it loads pandas and kernels
    from gridloom_analytics.sampling import Preview

OPACITY = 0.6
NAME = "\x00preview"
"""No layer of a workspace can be called so."""
LONG_S = 2.0
"""A run that takes longer is worth a word before it begins."""


@dataclass(frozen=True)
class Shown:
    """A preview on the map, and what is told of it."""

    layer: MapLayer
    told: Message


def shown_preview(base: MapLayer, preview: "Preview") -> Shown | None:
    """Return a preview as it may be seen, on the layer of its input; None without a style."""
    layer = result_layer(base, NAME, preview.result)
    if layer is None:
        return None
    took_part = np.isin(base.row_keys, preview.result.primary.index.to_numpy())
    kept = took_part if base.kept is None else took_part & base.kept
    return Shown(replace(layer, opacity=OPACITY, kept=kept, result=None), told(preview))


def told(preview: "Preview") -> Message:
    """Return what a preview rests on, and how long the whole may take."""
    if preview.is_whole and preview.seconds < LONG_S:
        return tr("Preview, not kept")
    if preview.seconds < LONG_S:
        return tr("Preview on a sample of {rows:,} of {of:,}, not kept",
                  rows=preview.rows, of=preview.of)  # fmt: skip
    return tr(
        "Preview on a sample of {rows:,} of {of:,}, not kept. All of it: about {seconds:,.0f} s",
        rows=preview.rows,
        of=preview.of,
        seconds=_rough(preview.seconds),
    )


def _rough(seconds: float) -> float:
    """Return an estimate as it deserves: one figure.

    >>> _rough(47.3), _rough(6179)
    (50.0, 6000.0)
    """
    return float(f"{seconds:.1g}")
