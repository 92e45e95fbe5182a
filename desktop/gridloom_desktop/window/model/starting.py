"""Opening a workspace as a session."""

from contextlib import closing
from pathlib import Path

from gridloom_desktop.window.model.autosave import kept_document
from gridloom_desktop.window.model.layering import first_document
from gridloom_desktop.window.model.session import Session
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import open_workspace


def open_session(path: Path, _: Progress) -> Session:
    """Open a workspace as it was left, or as it is seen at first.

    Raises ``BadInput`` where it is encrypted and its key is not here.
    """
    store = open_workspace(path)
    try:
        store.seal.reading()  # the key is asked for now, not with the first row
        kept = kept_document(store)
        return Session(store, kept or first_document(store), is_new=kept is None)
    except BaseException:
        store.close()
        raise


def unlock_workspace(path: Path, phrase: str, _: Progress) -> None:
    """Let this process open an encrypted workspace; raise ``BadInput`` for a wrong passphrase."""
    from gridloom_layers.workspace.keychain import unlock  # late: a map needs no keyring

    with closing(open_workspace(path)) as store:
        if (about := store.manifest.encryption) is not None:
            unlock(about, path, phrase)
