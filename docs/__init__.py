"""The documentation. A package so that its scripts are found before others of this name."""
