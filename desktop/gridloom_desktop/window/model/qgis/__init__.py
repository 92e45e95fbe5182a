"""The map of a window as QGIS has it: what is shown there, in its files, drawn alike."""
