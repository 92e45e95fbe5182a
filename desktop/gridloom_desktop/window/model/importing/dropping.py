"""What was dropped onto a window, or its path pasted: files, workspaces, archives of tiles."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr

WORKSPACE = ".gridloom"
TILES = (".mbtiles", ".pmtiles")
PARTS = (".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qmd", ".shp.xml", ".cst")
"""Files beside a .shp; whoever drags a shapefile drags them all."""


@dataclass(frozen=True)
class Dropped:
    """What can be done with what was dropped, and what is wrong with the rest."""

    files: tuple[Path, ...] = ()
    workspaces: tuple[Path, ...] = ()
    tiles: tuple[Path, ...] = ()
    faults: tuple[BadInput, ...] = ()


def sorted_out(places: Iterable[str]) -> Dropped:
    """Sort paths and addresses, each as a text, into what can be done with them."""
    files: list[Path] = []
    workspaces: list[Path] = []
    tiles: list[Path] = []
    faults: list[BadInput] = []
    for place in places:
        path = Path(place)
        if "://" in place:
            faults.append(_not_a_file(place))
        elif path.is_dir() and path.suffix == WORKSPACE:
            workspaces.append(path)
        elif path.is_dir():
            faults.append(_folder(path))
        elif path.suffix.lower() in TILES:
            tiles.append(path)
        else:
            files.append(path)
    return Dropped(tuple(_without_parts(files)), tuple(workspaces), tuple(tiles), tuple(faults))


def pasted(text: str) -> list[str]:
    """Return the paths in a text, one a line, with or without quotation marks.

    >>> pasted('"C:\\\\data\\\\a.csv"\\nfile:///tmp/b.csv')
    ['C:\\\\data\\\\a.csv', '/tmp/b.csv']
    """
    lines = (line.strip().strip("\"'“”") for line in text.splitlines())
    return [line.removeprefix("file://") for line in lines if line]


def _without_parts(files: list[Path]) -> list[Path]:
    """Leave out the parts of shapefiles that are there themselves."""
    shapes = {path.with_suffix("") for path in files if path.suffix.lower() == ".shp"}
    return [
        path for path in files if not (path.name.lower().endswith(PARTS) and _stem(path) in shapes)
    ]


def _stem(path: Path) -> Path:
    return path.with_name(path.name.split(".")[0])


def _not_a_file(place: str) -> BadInput:
    return BadInput(
        "not-a-file",
        tr("“{source}” is not the path of a file; only files are read.", source=place[:80]),
        hint=tr("Save it as a file on this computer and drop that."),
    )


def _folder(path: Path) -> BadInput:
    return BadInput(
        "not-a-file",
        tr("“{file}” is a folder.", file=path.name),
        Where(file=str(path)),
        tr("Drop the files in it; a workspace is a folder that ends in “.gridloom”."),
    )
