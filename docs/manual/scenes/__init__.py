"""What is done in the window before each picture of the manual, with mouse and keys."""

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import QPoint, QRect

from docs.manual.scenes.analysing import (
    analyses,
    emerging,
    hot_spots_form,
    hot_spots_result,
    rates_form,
    rates_result,
)
from docs.manual.scenes.asking import ask, find_place, questions, select_rectangle
from docs.manual.scenes.correcting import correct, reshape
from docs.manual.scenes.importing import import_fields, import_found, import_report
from docs.manual.scenes.leaving import palette, publish
from docs.manual.scenes.looking import (
    classes,
    colour,
    compare,
    identify,
    time_slider,
    window_as_opened,
)
from docs.manual.scenes.tables import add_chart, charts, persons, table, unmask
from gridloom_desktop.window.city_window import CityWindow

Scene = tuple[Callable[[CityWindow], None], Callable[[CityWindow], QRect] | None]
"""What is done, and which part of the window is shown; the whole where that is None."""


def whole_panel(name: str, window: CityWindow) -> QRect:
    """Cut out the panel to a side."""
    widget = window.panels.panels[name].widget
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


panel = partial(partial, whole_panel)
SCENES: dict[str, Scene] = {
    "window": (window_as_opened, None),
    "identify": (identify, None),
    "compare": (compare, None),
    "colour": (colour, None),
    "classes": (classes, None),
    "import-found": (import_found, None),
    "import-fields": (import_fields, None),
    "import-report": (import_report, None),
    "rectangle": (select_rectangle, None),
    "ask": (ask, None),
    "find-place": (find_place, None),
    "questions": (questions, panel("ask")),
    "table": (table, None),
    "persons": (persons, None),
    "unmask": (unmask, None),
    "charts": (charts, None),
    "add-chart": (add_chart, None),
    "analyses": (analyses, panel("analysis")),
    "hot-spots-form": (hot_spots_form, panel("analysis")),
    "hot-spots-result": (hot_spots_result, None),
    "rates-form": (rates_form, panel("analysis")),
    "rates-result": (rates_result, None),
    "time": (time_slider, None),
    "emerging": (emerging, None),
    "correct": (correct, None),
    "reshape": (reshape, None),
    "publish": (publish, None),
    "palette": (palette, None),
}
