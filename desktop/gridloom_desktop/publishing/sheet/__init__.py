"""The map sheet: one page for the wall or the file, as PNG or PDF."""

from gridloom_desktop.publishing.sheet.drawing import draw_sheet
from gridloom_desktop.publishing.sheet.files import write_sheet
from gridloom_desktop.publishing.sheet.layout import Paper

__all__ = ["Paper", "draw_sheet", "write_sheet"]
