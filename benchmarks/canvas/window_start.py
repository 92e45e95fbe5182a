"""Run in a process of its own: open the window on a workspace until its map is painted.

Prints one JSON line: seconds since ``GRIDLOOM_STARTED``, and the most memory held, in MiB.
"""

import json
import os
import sys
import time
from pathlib import Path

from benchmarks.measuring import peak_mib


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

    def painted() -> None:
        if not window.session.layers:  # the paper
            return
        window.canvas.repaint()
        seconds = time.time() - float(os.environ["GRIDLOOM_STARTED"])
        print(json.dumps({"seconds": seconds, "peak_mib": peak_mib()}), flush=True)
        app.quit()

    window.canvas.painted.connect(painted)
    app.exec()
    workstation.close()


if __name__ == "__main__":
    main()
