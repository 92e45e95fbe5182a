"""The QGIS plugin is tested in QGIS's own Python, not in this one; see ``test_plugins_in_qgis``."""

collect_ignore = ["in_qgis"]
