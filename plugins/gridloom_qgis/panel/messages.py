"""One sentence in QGIS's message bar, the rest in its log; texts of data are never markup there."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsApplication

from ..calling.faults import Broken, Fault
from ..language import tr
from .plain import one_line

if TYPE_CHECKING:
    from qgis.gui import QgsMessageBar

MOST = 400


def tell(bar: QgsMessageBar, fault: Fault) -> None:
    """Show a fault in one sentence with what to do about it."""
    _push(bar, str(fault), Qgis.MessageLevel.Warning)
    details = f"\n{fault.details}" if isinstance(fault, Broken) and fault.details else ""
    log = QgsApplication.messageLog()
    log.logMessage(f"{fault}{details}", "Gridloom", Qgis.MessageLevel.Warning)


def inform(bar: QgsMessageBar, sentence: str) -> None:
    """Show that something is done."""
    _push(bar, sentence, Qgis.MessageLevel.Info)


def _push(bar: QgsMessageBar, sentence: str, level: Qgis.MessageLevel) -> None:
    # the bar reads what it shows as markup
    bar.pushMessage(tr("Gridloom"), html.escape(one_line(sentence, MOST)), level)
