"""A real window in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path


def started(city: Path, activity: str, delay_ms: int) -> subprocess.Popen[str]:
    """Start a window in a process of its own that closes itself after a while."""
    own = {f"XDG_{name}_HOME": str(city.parent / name) for name in ("STATE", "CONFIG", "DATA")}
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.torture.closings"]
    return subprocess.Popen(
        [*command, str(city), activity, str(delay_ms)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | own | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
