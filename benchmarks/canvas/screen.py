"""A screen for windows that are measured: Xvfb where it is installed, else none."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

GEOMETRY = "3840x2400x24"


@contextmanager
def on_screen(environment: dict[str, str]) -> Iterator[None]:
    """Let a program with this environment have a screen of its own, made before it starts."""
    if shutil.which("Xvfb") is None:
        environment["QT_QPA_PLATFORM"] = "offscreen"
        yield
        return
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", GEOMETRY, "-nolisten", "tcp"],
        pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            environment["DISPLAY"] = f":{told.readline().strip()}"
        environment["QT_QPA_PLATFORM"] = "xcb"
        yield
    finally:
        server.terminate()
        server.wait()
