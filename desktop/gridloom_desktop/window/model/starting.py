"""Opening a workspace as a session."""

from pathlib import Path

from gridloom_desktop.window.model.autosave import kept_document
from gridloom_desktop.window.model.layering import first_document
from gridloom_desktop.window.model.session import Session
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import open_workspace


def open_session(path: Path, _: Progress) -> Session:
    """Open a workspace as it was left, or as it is seen at first."""
    store = open_workspace(path)
    try:
        kept = kept_document(store)
        return Session(store, kept or first_document(store), is_new=kept is None)
    except BaseException:
        store.close()
        raise
