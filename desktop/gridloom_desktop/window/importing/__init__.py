"""Importing files by drop, dialog or pasted path."""

from gridloom_desktop.window.importing.importing import Importing

__all__ = ["Importing"]
