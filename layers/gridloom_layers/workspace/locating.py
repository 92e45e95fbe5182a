"""Where the files of a workspace are."""

from dataclasses import dataclass
from pathlib import Path

from gridloom_layers.workspace.sealing import Seal


@dataclass(frozen=True)
class Locate:
    """Gives the path of a file by its name in the manifest; ``seal`` is that of its Parquet.

    ``staging`` is the folder of a change under way, whose files are not in their place yet.
    """

    folder: Path
    staging: Path | None
    seal: Seal

    def __call__(self, name: str) -> Path:
        """Return the path of a file."""
        if self.staging is not None and (self.staging / name).exists():
            return self.staging / name
        return self.folder / name
