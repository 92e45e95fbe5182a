"""The pictures of the manual: the same bytes each time, and nothing left behind."""

import os
from pathlib import Path

import pytest
from docs.manual.pictures import save, take
from docs.manual.scenes import SCENES
from PIL import Image
from PyQt6.QtGui import QColor, QImage

from gridloom_desktop.window.model.manual import pages


@pytest.mark.parametrize("name", ["window", "palette"])
def test_a_picture_is_the_same_bit_for_bit_each_time(
    workspace: Path, tmp_path: Path, name: str
) -> None:
    before, homes = sorted(workspace.rglob("*")), dict(os.environ)
    outs = [tmp_path / f"{number}.png" for number in range(2)]
    for out in outs:
        take(workspace, "en", name, out)
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert Image.open(outs[0]).size == (1440, 900)
    assert (sorted(workspace.rglob("*")), dict(os.environ)) == (before, homes)


def test_a_picture_keeps_the_colours_that_are_seen_most(tmp_path: Path) -> None:
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    for number in range(1600):
        picture.setPixelColor(number % 40, number // 40, QColor(number // 7, number % 251, 0))
    for number in range(400):
        picture.setPixelColor(number % 20, number // 20, QColor("#c2255c"))
    save(picture, tmp_path / "out.png")
    found = Image.open(tmp_path / "out.png").convert("RGB")
    assert found.size == (40, 40)
    assert found.getpixel((3, 3)) == (0xC2, 0x25, 0x5C)


def test_every_picture_has_its_scene() -> None:
    shown = {
        picture.stem
        for one in pages("en")
        for picture in (one.path.parent / "pictures").glob("*.png")
    }
    assert shown == set(SCENES)
