"""The pictures of the manual, taken of the real window on the sample city.

``python -m docs.manual.pictures FOLDER [NAME …]`` drives the window with mouse and keys as a user
would and writes PNG files beside the pages. ``FOLDER/en`` and ``FOLDER/zh`` are what ``gridloom
demo`` leaves in each language. The same workspace gives the same files, bit for bit: nothing
blinks, nothing tells the time.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PyQt6.QtCore import QRect, Qt
from PyQt6.QtGui import QColor, QImage, QPainter
from PyQt6.QtWidgets import QApplication, QDialog, QDockWidget, QWidget

from docs.manual.scenes import SCENES
from gridloom_data import data_path
from gridloom_desktop.demonstration import CITY
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.main import application
from gridloom_desktop.window.screenshot import opened_window, wait_until_idle
from gridloom_layers.language import LANGUAGES, Language, use_language

SIZE = (1440, 900)
SIDES = {"left": 290, "right": 360}
"""Pixels that the panels take, as dragged by hand."""
COLOURS = 256
"""Those that are seen most stay as they are, so that legend and map agree to the bit."""
IMPORTED = "*_市场监管局.xlsx"
"""The source that is imported in pictures: the companies of the sample city."""
FRAME = QColor("#9aa8b8")


def take(workspace: Path, language: Language, name: str, out: Path) -> None:
    """Take one picture of a copy of the workspace: what is done there stays there."""
    prepare, cut = SCENES[name]
    with own_home() as home:
        copy = copied(workspace, home)
        use_language(language)
        application().setCursorFlashTime(0)
        with opened_window(copy, *SIZE) as window:
            _arrange(window)
            prepare(window)
            wait_until_idle(window)
            park_dialogs(window)
            save(whole(window).copy(cut(window) if cut else QRect()), out)
            close_dialogs(window)


def _arrange(window: CityWindow) -> None:
    window.move(0, 0)
    docks = {one.objectName(): one for one in window.findChildren(QDockWidget)}
    for side, width in SIDES.items():
        window.resizeDocks([docks[side]], [width], Qt.Orientation.Horizontal)
    wait_until_idle(window)
    window.canvas.wants_all.emit()
    wait_until_idle(window)


@contextmanager
def own_home() -> Iterator[Path]:
    """Keep settings and logs out of the user's own folders."""
    with tempfile.TemporaryDirectory(prefix="gridloom-manual-") as folder:
        homes = {f"XDG_{kind}_HOME": f"{folder}/{kind}" for kind in ("STATE", "CONFIG", "DATA")}
        with patch.dict(os.environ, homes):
            yield Path(folder)


def copied(workspace: Path, folder: Path) -> Path:
    """Copy a workspace, and the sources to import that lie beside it."""
    sources = workspace.parent / "sources"
    (folder / "sources").mkdir()
    for source in sources.glob(IMPORTED):
        shutil.copy(source, folder / "sources")
    return Path(shutil.copytree(workspace, folder / workspace.name))


def _others(window: QWidget) -> list[QWidget]:
    """Return dialogs, menus and lists that are open over a window."""
    tops = QApplication.topLevelWidgets()
    return [one for one in tops if one.isVisible() and one is not window and one.width() > 1]


def park_dialogs(window: CityWindow) -> None:
    """Put dialogs into the middle: where a system puts them differs."""
    for dialog in _others(window):
        if isinstance(dialog, QDialog) and dialog.objectName() != "palette":
            place = window.rect().center() - dialog.rect().center()
            dialog.move(window.mapToGlobal(place))


def close_dialogs(window: CityWindow) -> None:
    for other in _others(window):
        other.close()


def whole(window: QWidget) -> QImage:
    """Return a picture of a window with what is open over it."""
    picture = window.grab().toImage()
    painter = QPainter(picture)
    for other in _others(window):
        place = window.mapFromGlobal(other.mapToGlobal(other.rect().topLeft()))
        painter.drawPixmap(place, other.grab())
        painter.setPen(FRAME)
        painter.drawRect(QRect(place, other.size()).adjusted(-1, -1, 0, 0))
    painter.end()
    return picture


def save(picture: QImage, out: Path) -> None:
    """Write a picture as a small PNG: few colours, packed as well as can be."""
    rgb = picture.convertToFormat(QImage.Format.Format_RGB888)
    if (bits := rgb.constBits()) is None:
        raise ValueError("the picture is empty")
    size, pixels = (rgb.width(), rgb.height()), bits.asstring(rgb.sizeInBytes())
    image = Image.frombuffer("RGB", size, pixels, "raw", "RGB", rgb.bytesPerLine(), 1)
    few = image.quantize(palette=_palette(image), dither=Image.Dither.NONE)
    out.parent.mkdir(parents=True, exist_ok=True)
    few.save(out, optimize=True)


def _palette(image: Image.Image) -> Image.Image:
    """Return a picture that has the colours which are seen most."""
    counted = image.getcolors(image.width * image.height) or []
    most = sorted(counted, reverse=True)[:COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in most for part in colour])
    return palette


def main(arguments: list[str]) -> None:
    """Take all pictures, or those that are named, in both languages."""
    folder, *names = arguments
    for language in LANGUAGES:
        workspace = Path(folder) / language / CITY
        for name in names or SCENES:
            out = data_path("manual", language, "pictures", f"{name}.png")
            take(workspace, language, name, out)
            print(out.relative_to(data_path()), out.stat().st_size // 1024, "kB")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
