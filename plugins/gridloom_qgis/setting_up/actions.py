"""What the plugin's menu offers here: “Set up” and “Doctor”."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsApplication
from qgis.gui import QgisInterface
from qgis.PyQt.QtWidgets import QDialog

from ..calling.conversation import Conversation
from ..language import tr
from .opening import Opening


def actions(iface: QgisInterface, conversation: Conversation) -> list[Opening]:
    """Return “Set up” and “Doctor”, for the menu of the plugin; they belong to the main window.

    The windows are imported when they are opened: QGIS starts sooner without them.
    """

    def setting_up() -> QDialog:
        from .dialog import SettingUp

        return SettingUp(iface, conversation)

    def doctor() -> QDialog:
        from .doctor import Doctor

        return Doctor(iface, conversation, set_up.open)

    set_up = _opening("mActionOptions.svg", tr("Set up…"), setting_up, iface)
    return [set_up, _opening("mIconSuccess.svg", tr("Doctor…"), doctor, iface)]


def _opening(icon: str, text: str, make: Callable[[], QDialog], iface: QgisInterface) -> Opening:
    return Opening(QgsApplication.getThemeIcon(icon), text, make, iface.mainWindow())
