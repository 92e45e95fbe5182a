"""Commits that are held, so that what was done can be undone.

A hold keeps a manifest, and by the mark of a reader the files that it names. To restore it is one
more commit that names these files again: nothing is copied, and all that is derived from them is
found by their names, as it was before. A hold ends with its process; it is in no backup.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr
from gridloom_layers.workspace.manifest import FORMAT, Manifest, Obsolete
from gridloom_layers.workspace.readers import Reader

NOT_CONTENT = {"sequence", "obsolete", "seal"}
"""What of a manifest says when a commit was made, and nothing of what it holds."""


@dataclass(frozen=True)
class Commit:
    """A state of a workspace: the number of its commit, and a digest of what that holds.

    Two commits of the same ``content`` hold the same, to the names of their files: one that was
    restored has a new ``sequence`` and the content of the one that was held.
    """

    sequence: int
    content: str


def commit_of(manifest: Manifest) -> Commit:
    """Return the commit that a manifest is.

    >>> one = Manifest(crs="EPSG:4547", data_date="2026-01-01")
    >>> commit_of(one).content == commit_of(one.model_copy(update={"sequence": 7})).content
    True
    """
    text = manifest.model_dump_json(exclude=NOT_CONTENT)
    return Commit(manifest.sequence, hashlib.sha256(text.encode()).hexdigest())


class Hold:
    """Keeps a commit, until it is released or its process ends. It costs room on the disk only.

    The files of all later commits stay with it: a sweep spares what is newer than the oldest mark.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.manifest, self.commit = manifest, commit_of(manifest)
        self._mark = Reader(folder / "readers", manifest.sequence)

    def release(self) -> None:
        """Let the files go; the commit cannot be restored from then on."""
        self._mark.release()


def restored(folder: Path, hold: Hold, current: Manifest) -> Manifest:
    """Return the manifest of a new commit after ``current`` that holds what ``hold`` does.

    Raises ``BadInput`` where the workspace was encrypted, decrypted or moved to a newer format
    since, and where files are gone: in a folder that cannot be written to nothing is held.
    """
    held = hold.manifest
    if held.format < FORMAT or held.encryption != current.encryption:
        raise _lost(folder, tr("“{name}” was written anew as a whole since.", name=folder.stem))
    files = held.files()
    if not all((folder / name).exists() for name in files):
        raise _lost(folder, tr("Files of the older state of “{name}” are gone.", name=folder.stem))
    sequence = current.sequence + 1
    obsolete = (
        *(old for old in current.obsolete if old.file not in files and _is_there(folder, old)),
        *_obsolete(current.files() - files, sequence),
    )
    return held.model_copy(update={"sequence": sequence, "obsolete": obsolete})


def _obsolete(names: Iterable[str], since: int) -> Iterable[Obsolete]:
    return (Obsolete(file=name, since=since) for name in sorted(names))


def _is_there(folder: Path, old: Obsolete) -> bool:
    return (folder / old.file).exists()


def _lost(folder: Path, message: Message) -> BadInput:
    return BadInput(
        "cannot-restore",
        message,
        Where(file=str(folder)),
        tr("What was done before stays as it is."),
    )


def changed_meanwhile(folder: Path) -> BadInput:
    """Return the refusal to undo what others have built on since."""
    return BadInput(
        "changed-meanwhile",
        tr("Another program has changed “{name}” meanwhile.", name=folder.stem),
        Where(file=str(folder)),
        tr("What it did would be undone too; correct the values one by one instead."),
    )
