"""Run inside QGIS by ``test_plugins_installing``: installs a zip as the plugin manager does."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pyplugin_installer
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QTimer
from qgis.utils import iface, plugins


def report() -> None:
    """Install it twice, as an update does, and write what QGIS has then."""
    for _ in range(2):
        pyplugin_installer.instance().installFromZipFile(os.environ["PLUGIN_ZIP"])
    known = pyplugin_installer.installer_data.plugins.all()["gridloom_qgis"]
    told = {
        "loaded": "gridloom_qgis" in plugins,
        "providers": [one.id() for one in QgsApplication.processingRegistry().providers()],
        "menu": [
            action.text()
            for menu in iface.pluginMenu().actions()
            if menu.menu() and "Gridloom" in menu.text()
            for action in menu.menu().actions()
        ],
        "error": known["error"],
        "version": known["version_installed"],
    }
    Path(os.environ["PLUGIN_REPORT"]).write_text(json.dumps(told), encoding="utf-8")
    os._exit(0)  # without asking whether to save


QTimer.singleShot(0, report)
