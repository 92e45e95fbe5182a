"""Workers that want the same function compiled have it compiled by one of them, and load it then.

A clean checkout has no compiled function yet, and workers begin side by side.
"""

from pathlib import Path
from typing import Any

from filelock import FileLock
from numba.core.compiler_lock import global_compiler_lock
from numba.core.dispatcher import Dispatcher

_compile = Dispatcher.compile


def compile_once(folder: Path) -> None:
    """Have each function compiled by one process at a time; its lock is a file in ``folder``."""

    def compiled(self: Any, sig: Any) -> Any:
        name = f"{self.__module__}.{self.__qualname__}.compiled"
        # Numba's own lock first, as a function is compiled in the midst of those that call it.
        with global_compiler_lock, FileLock(folder / name, is_singleton=True):
            return _compile(self, sig)

    Dispatcher.compile = compiled
