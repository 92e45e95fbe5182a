"""Run in a process of its own: open the window on a workspace until its map is painted.

Prints one JSON line: seconds since ``GRIDLOOM_STARTED``, and the most memory held, in MiB.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path


def main() -> None:
    """Open the window on the workspace that is named."""
    # Here: what the window loads belongs to what is measured.
    from gridloom_desktop.command.window import load_window

    load_window()
    from gridloom_desktop.window.main import application
    from gridloom_desktop.window.workstation import Workstation

    app = application()
    workstation = Workstation()

    def watch(window) -> None:
        window.canvas.drawn.connect(lambda: painted(window))

    def painted(window) -> None:
        if not window.session.layers:  # the paper
            return
        window.canvas.repaint()
        seconds = time.time() - float(os.environ["GRIDLOOM_STARTED"])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "peak_mib": peak}), flush=True)
        app.quit()

    workstation.opened.connect(watch)
    workstation.open(Path(sys.argv[1]))
    app.exec()
    workstation.quit()


if __name__ == "__main__":
    main()
