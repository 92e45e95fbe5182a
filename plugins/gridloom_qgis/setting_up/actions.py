"""What the plugin's menu offers here: “Set up” and “Doctor”."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.gui import QgisInterface

from ..calling.conversation import Conversation
from ..language import tr
from .dialog import SettingUp
from .doctor import Doctor
from .opening import Opening


def actions(iface: QgisInterface, conversation: Conversation) -> list[Opening]:
    """Return “Set up” and “Doctor”, for the menu of the plugin; they belong to the main window."""
    window = iface.mainWindow()
    set_up = Opening(
        QgsApplication.getThemeIcon("mActionOptions.svg"), tr("Set up…"),
        lambda: SettingUp(iface, conversation), window,
    )  # fmt: skip
    doctor = Opening(
        QgsApplication.getThemeIcon("mIconSuccess.svg"), tr("Doctor…"),
        lambda: Doctor(iface, conversation, set_up.open), window,
    )  # fmt: skip
    return [set_up, doctor]
