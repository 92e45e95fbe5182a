"""One sentence in QGIS's message bar, the rest in its log; texts of data are never markup there."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsApplication

from .calling.faults import Broken, Fault
from .language import tr
from .plain import one_line

if TYPE_CHECKING:
    from qgis.gui import QgsMessageBar

MOST = 400


def tell(bar: QgsMessageBar, fault: Fault) -> None:
    """Show a fault in one sentence with what to do about it."""
    _push(bar, str(fault), Qgis.MessageLevel.Warning)
    log(fault)


def inform(bar: QgsMessageBar, sentence: str) -> None:
    """Show that something is done."""
    _push(bar, sentence, Qgis.MessageLevel.Info)


def log(fault: Fault) -> None:
    """Write a fault into QGIS's log, with the last words of a command that broke."""
    details = f"\n{fault.details}" if isinstance(fault, Broken) and fault.details else ""
    journal = QgsApplication.messageLog()
    # the bar shows it already
    journal.logMessage(f"{fault}{details}", "Gridloom", Qgis.MessageLevel.Warning, False)


def shown(sentence: str) -> str:
    """Return a sentence for the bar, which reads what it shows as markup."""
    return html.escape(one_line(sentence, MOST))


def _push(bar: QgsMessageBar, sentence: str, level: Qgis.MessageLevel) -> None:
    bar.pushMessage(tr("Gridloom"), shown(sentence), level)
