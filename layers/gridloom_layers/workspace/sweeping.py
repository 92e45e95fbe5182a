"""Files that no reader needs any more."""

from pathlib import Path

from gridloom_layers.workspace.manifest import FOLDERS, Manifest
from gridloom_layers.workspace.readers import oldest_read


def sweep(folder: Path, manifest: Manifest) -> set[str]:
    """Delete the files that no manifest read by anyone names, and what a crash left behind.

    Return the names of those that are kept.
    """
    oldest = oldest_read(folder / "readers", manifest.sequence)
    kept = manifest.files() | {old.file for old in manifest.obsolete if old.since > oldest}
    # what a program has beside a layer that it edits (QGIS): without it the edits are lost
    beside = {f"{file}-{journal}" for file in kept for journal in ("wal", "shm", "journal")}
    for name in FOLDERS:
        for path in (folder / name).glob("*"):
            if f"{name}/{path.name}" not in kept | beside:
                try:
                    path.unlink()
                except OSError:  # open elsewhere (Windows): the next sweep gets it
                    continue
    return kept
