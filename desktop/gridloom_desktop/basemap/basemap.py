"""A basemap as a document remembers it: which file, and how strong it is drawn."""

from pathlib import Path, PurePosixPath, PureWindowsPath

from pydantic import BaseModel, ConfigDict

from gridloom_desktop.basemap.toning import QUIET, Toning
from gridloom_layers.coordinates import Datum

NEAR = 2
"""From so many folders above a workspace on, paths are kept relative to it."""


class Basemap(BaseModel):
    """One basemap of a map, called ``name`` in its document.

    It lies right ``above`` the layer of that name, under all layers where that is None. ``path``
    is relative to the folder of the workspace where the file lies near it, so that both
    may be moved together. ``crs`` overrules what the file says; ``datum`` is gcj02 for tiles of
    Chinese consumer maps. ``attribution`` says whom the file wants to be named.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    path: str
    title: str
    attribution: str = ""
    above: str | None = None
    visible: bool = True
    toning: Toning = QUIET
    datum: Datum = "wgs84"
    crs: str | None = None

    def file(self, workspace: Path) -> Path:
        """Return where the file lies, seen from a workspace."""
        if PureWindowsPath(self.path).is_absolute() or PurePosixPath(self.path).is_absolute():
            return Path(self.path)
        return (workspace.resolve() / self.path).resolve()


def near(file: Path, workspace: Path) -> str:
    """Return the path by which a document remembers a file.

    >>> near(Path("/data/city/tiles/base.mbtiles"), Path("/data/city/a.gridloom"))
    '../tiles/base.mbtiles'
    """
    file, workspace = file.resolve(), workspace.resolve()
    for up, folder in enumerate((workspace, *workspace.parents)[: NEAR + 1]):
        if file.is_relative_to(folder) and folder != Path(folder.anchor):
            return "/".join([*[".."] * up, *file.relative_to(folder).parts])
    return str(file)
