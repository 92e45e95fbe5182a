"""What a window needs soon but not for its first map: loaded while the user looks at this."""

from importlib import import_module

from gridloom_desktop.window.model.charts.marking import warm_up
from gridloom_layers.progress import Progress


def preload(_: Progress) -> None:
    """Load what draws charts and tables, and what counts for charts; takes half a second."""
    for name in ("attribute_table.attribute_table", "charts.plots"):
        import_module(f"gridloom_desktop.window.{name}")
    warm_up()
