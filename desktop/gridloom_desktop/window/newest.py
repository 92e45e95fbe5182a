"""Work that is asked for faster than it is done, as by a moving mouse: the newest is done next."""

from collections.abc import Callable
from typing import Any, TypeVar

from PyQt6.QtCore import QObject

from gridloom_desktop.window.background import Background, Task
from gridloom_desktop.window.operations import Failed
from gridloom_layers.progress import Progress

Value = TypeVar("Value")
Work = Callable[[Progress], Any]
Then = Callable[[Any], object]


class Newest(QObject):
    """Does one thing at a time on a thread of its own; of all that comes meanwhile only the last.

    What was begun is done and told, so that a view follows a mouse that never rests.
    """

    def __init__(self, name: str, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._worker, self._failed = Background(name, self), failed
        self._under_way: Task | None = None
        self._next: tuple[Work, Then] | None = None

    def do(self, work: Callable[[Progress], Value], then: Callable[[Value], object]) -> None:
        """Do ``work`` as soon as the thread is free, unless something else comes before that."""
        self._next = work, then
        if self._under_way is None:
            self._begin()

    def _begin(self) -> None:
        if self._next is not None:
            (work, then), self._next = self._next, None
            self._under_way = self._worker.submit(
                work, self._ended(then), self._ended(self._failed)
            )

    def _ended(self, tell: Then) -> Then:
        def told(value: Any) -> None:
            self._under_way = None
            self._begin()
            tell(value)

        return told

    def drop(self) -> None:
        """Tell nobody of what was asked for until now."""
        self._next = None
        if self._under_way is not None:
            self._under_way.dropped = True
            self._under_way = None

    @property
    def busy(self) -> bool:
        """Whether anything is still to be told."""
        return self._under_way is not None

    def end(self) -> None:
        """Wait until the thread has ended."""
        self.drop()
        self._worker.close()
