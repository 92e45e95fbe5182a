"""Which files an analysis can be written to: known before it runs."""

from pathlib import Path
from typing import Any

from gridloom_analytics.analysis import Analysis
from gridloom_analytics.output import Output
from gridloom_desktop.publishing.export.writing import check_ending, check_place
from gridloom_desktop.publishing.file_formats import (
    CHART_FORMATS,
    RASTER_FORMATS,
    VALUE_FORMATS,
)
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, listed, tr

OF_KIND = {"raster": RASTER_FORMATS, "chart": CHART_FORMATS}
"""The endings of files that hold one kind of output only; values are always there."""


def check_out(out: Path, analysis: Analysis, parameters: Any) -> None:
    """Refuse a file that could not be written after a run with these parameters.

    Raises ``BadInput`` for an ending that is none of a format, one of a kind of output that the
    analysis does not give, a folder that is not there, and a file that cannot be replaced.
    """
    ending = check_ending(out, VALUE_FORMATS + RASTER_FORMATS + CHART_FORMATS)
    if ending not in endings(analysis, parameters):
        kind = next(kind for kind, those in OF_KIND.items() if ending in those)
        raise BadInput(
            f"no-{kind}",
            _none(kind, analysis.name),
            Where(file=str(out)),
            _instead(
                [one for one in analysis.outputs if one.kind == kind],
                endings(analysis, parameters),
            ),
        )
    check_place(out)


def endings(analysis: Analysis, parameters: Any) -> tuple[str, ...]:
    """Return the endings of the files that a run with these parameters can be written to."""
    coming = {one.kind for one in analysis.outputs if one.comes(parameters)}
    return VALUE_FORMATS + tuple(
        ending for kind, those in OF_KIND.items() if kind in coming for ending in those
    )


def _none(kind: str, name: str) -> Message:
    if kind == "raster":
        return tr("“{analysis}” with these settings gives no raster to write.", analysis=name)
    return tr("“{analysis}” with these settings gives no chart to draw.", analysis=name)


def _instead(others: list[Output], known: tuple[str, ...]) -> Message:
    """Say with which settings there is one, if with any, and which endings there are."""
    if not others:
        return tr("Use one of: {endings}.", endings=listed(known))
    return tr(
        "There is one with {settings}; else use one of: {endings}.",
        settings=listed(others[0].conditions()),
        endings=listed(known),
    )
