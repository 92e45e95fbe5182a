"""The open files of basemaps, which several maps of a window read."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import Mock

from PyQt6.QtCore import QObject

from gridloom_desktop.basemap import Basemap
from gridloom_desktop.window.ground.grounds import Grounds


class File:
    """Stands in for an open file; ``most`` is how many threads were in it at once."""

    layer_opacity = 1.0

    def __init__(self) -> None:
        self.inside = self.most = 0
        self.both = threading.Barrier(2)

    def drawing(self, *_: object) -> "File":
        return self

    def prepared(self, _: object) -> None:
        self.inside += 1
        with contextlib.suppress(threading.BrokenBarrierError):
            self.both.wait(0.5)  # for the other thread, which is not kept out without a lock
        self.most = max(self.most, self.inside)
        self.inside -= 1


def test_two_maps_that_ask_for_one_basemap_read_its_file_in_turn(qapp):
    basemap, file, window = Basemap(name="b", path="b.mbtiles", title="b"), File(), QObject()
    grounds = Grounds(Mock(), Mock(), window)
    grounds._put(basemap, file)
    maps = [grounds.drawn([basemap])["b"] for _ in range(2)]
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda drawing: drawing.prepared(Mock()), maps))
    assert file.most == 1
