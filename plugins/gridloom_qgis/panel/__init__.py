"""The dock: a workspace open beside QGIS's own panels, its layers, reports and linked rows."""
