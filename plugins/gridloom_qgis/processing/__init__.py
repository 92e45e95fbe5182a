"""The analyses of Gridloom as algorithms of QGIS's Processing."""
