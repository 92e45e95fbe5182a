"""Deleting a layer or a result from the workspace."""

from gridloom_desktop.window.model.document import LayerView
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Store


def remove(store: Store, view: LayerView, progress: Progress) -> None:
    """Delete the table that a layer shows, or its result, with all that goes with it."""
    progress.report("delete", 0, 0)
    name = view.result or view.table
    with store.change() as change:
        change.remove(name)
        change.note("remove", {"name": name})
