"""A workspace of an older format moved forward, after a verified backup of what it was."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.notices import tell
from gridloom_layers.progress import Progress
from gridloom_layers.workspace.backup import back_up
from gridloom_layers.workspace.change import FolderChange
from gridloom_layers.workspace.manifest import FORMAT
from gridloom_layers.workspace.reading import FolderReading
from gridloom_layers.workspace.rewriting import write_records_anew
from gridloom_layers.workspace.verifying import verify

ACT = "migrate"


def migrate(
    store: FolderReading, commit: Callable[[], AbstractContextManager[FolderChange]]
) -> dict[str, Any]:
    """Move a workspace to today's format by one ``commit``; return what is to be logged.

    The backup lies beside the workspace and stays. After a crash the workspace is the old or the
    new one; a backup that was made already is verified and used again.
    """
    old, progress = store.manifest.format, Progress()
    backup = _backup_of(store, progress)
    with commit() as change:
        write_records_anew(store, change, progress)
    tell(tr("“{city}” was of the older format {old} and is now of format {new}; what it was is in "
            "“{backup}”.", city=store.path.name, old=old, new=FORMAT,
            backup=str(backup)))  # fmt: skip
    return {"from": old, "to": FORMAT, "backup": backup.name}


def _backup_of(store: FolderReading, progress: Progress) -> Path:
    folder, manifest = store.path, store.manifest
    name = f"{folder.name}.format-{manifest.format}.{manifest.sequence:06d}.zip"
    file = folder.with_name(name)
    for rest in folder.parent.glob(f".{name}.*"):  # of a process that was killed
        rest.unlink(missing_ok=True)
    if file.exists():
        try:
            verify(file, progress)
        except BadInput:
            file.unlink()
        else:
            return file
    try:
        back_up(store, file, progress)
    except PermissionError as error:
        raise BadInput(
            "no-permission",
            tr("There is no permission to write to “{path}”.", path=str(folder.parent)),
            Where(file=str(folder)),
            tr("Before a workspace of an older format is changed, its backup is written there."),
        ) from error
    return file
