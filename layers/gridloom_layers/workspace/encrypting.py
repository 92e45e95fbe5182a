"""An existing workspace encrypted, or decrypted, by one change that writes its Parquet anew."""

import datetime as dt
import shutil
from pathlib import Path

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace.change import FolderChange
from gridloom_layers.workspace.derived import DERIVED
from gridloom_layers.workspace.folder import FolderStore, create_workspace
from gridloom_layers.workspace.keychain import (
    Keeper,
    find_key,
    forget_key,
    keep_key,
    key_in,
    new_key,
    write_key,
)
from gridloom_layers.workspace.manifest import Encryption
from gridloom_layers.workspace.rewriting import write_others_anew, write_records_anew
from gridloom_layers.workspace.sealing import PLAIN, Seal
from gridloom_layers.workspace.views import reseal_view


def create_encrypted(path: Path, crs: str, data_date: dt.date) -> tuple[FolderStore, Keeper]:
    """Make an empty workspace that is encrypted; nothing stays where its key cannot be kept."""
    store = create_workspace(path, crs, data_date)
    try:
        return store, encrypt(store, Progress())
    except (BadInput, OSError):
        store.close()
        shutil.rmtree(path)
        raise


def encrypt(store: FolderStore, progress: Progress) -> Keeper:
    """Encrypt the Parquet of a workspace with a new key; return where this is kept.

    The plain files go as soon as nobody reads them; what the disk keeps of deleted files, and
    backups from before, stay plain.
    """
    with store.change() as change:
        before = store.seal
        if before.encrypted:
            raise _refused(store, tr("The workspace “{city}” is encrypted.", city=store.name))
        about, key, keeper = new_key(store.path)
        _write_anew(store, change, Seal(about, lambda _: key), progress)
    shutil.rmtree(store.path / DERIVED, ignore_errors=True)
    reseal_view(store.path, before, store.seal)
    store.log("encrypt", {"key": keeper})
    return keeper


def decrypt(store: FolderStore, progress: Progress) -> None:
    """Write the Parquet of an encrypted workspace plain, and forget its key."""
    with store.change() as change:
        about, before = encryption_of(store), store.seal
        _write_anew(store, change, PLAIN, progress)
    reseal_view(store.path, before, store.seal)
    forget_key(about)
    store.log("decrypt", {})


def _write_anew(store: FolderStore, change: FolderChange, seal: Seal, progress: Progress) -> None:
    change.seal = seal
    write_records_anew(store, change, progress)
    write_others_anew(store, change)
    change.manifest = change.manifest.model_copy(update={"encryption": seal.about})


def encryption_of(store: FolderStore) -> Encryption:
    """Return how a workspace is encrypted; refuse one that is not."""
    about = store.manifest.encryption
    if about is None:
        raise _refused(store, tr("The workspace “{city}” is not encrypted.", city=store.name))
    return about


def copy_key(store: FolderStore, out: Path) -> None:
    """Append the key of an encrypted workspace to a key file; the act is logged."""
    about = encryption_of(store)
    write_key(out, about, find_key(about, store.path), store.path)
    store.log("copy key", {})


def take_key(store: FolderStore, file: Path) -> None:
    """Put the key of an encrypted workspace from a key file into the keyring."""
    about = encryption_of(store)
    keep_key(about, key_in(file, about, store.path))


def _refused(store: FolderStore, message: Message) -> BadInput:
    return BadInput("nothing-to-do", message, Where(file=str(store.path)))


def still_there(store: FolderStore) -> list[Path]:
    """Return the files of older commits that another process still reads."""
    return [store.path / old.file for old in store.manifest.obsolete
            if (store.path / old.file).exists()]  # fmt: skip
