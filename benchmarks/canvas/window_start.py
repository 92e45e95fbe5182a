"""Run in a process of its own: open the window on a workspace until its map is painted.

Prints one JSON line: seconds since ``GRIDLOOM_STARTED`` until the first map is on the screen; how
far (root mean square of the channels, of 1) it is from the map when all is read and at rest; and
the most memory held until then, in MiB.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import peak_mib

if TYPE_CHECKING:
    from PyQt6.QtGui import QImage


def main() -> None:
    """Open the window on the workspace that is named."""
    # Here: what the window loads belongs to what is measured.
    import gridloom_desktop.command.main  # noqa: F401 - "gridloom desktop" begins with it
    from gridloom_desktop.command.window import load_window

    load_window()
    from PyQt6.QtCore import QEventLoop

    from gridloom_desktop.window.main import application
    from gridloom_desktop.window.workstation import Workstation

    app = application()
    workstation = Workstation()
    workstation.open(Path(sys.argv[1]))
    while not workstation.windows:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    window = workstation.windows[0]
    while window.canvas.shown_view is None or not window.isVisible():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    window.canvas.repaint()
    seconds = time.time() - float(os.environ["GRIDLOOM_STARTED"])
    first = window.canvas.picture()
    from gridloom_desktop.window.screenshot import wait_until_idle

    wait_until_idle(window)
    told = {"apart": apart(first, window.canvas.picture()), "peak_mib": peak_mib()}
    print(json.dumps({"seconds": seconds, **told}), flush=True)
    workstation.close()


def apart(one: "QImage", other: "QImage") -> float:
    """Return the root mean square difference of two pictures, of 1."""
    import numpy as np

    pixels = []
    for image in (one, other):
        bits = image.constBits()
        assert bits is not None
        bits.setsize(image.sizeInBytes())
        pixels.append(np.frombuffer(bits, np.uint8).astype(float))
    return float(np.sqrt(np.mean((pixels[0] - pixels[1]) ** 2))) / 255


if __name__ == "__main__":
    main()
