"""What was used last is kept, as long as it fits into so much memory."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by key, the least recently used ones forgotten first; for several threads.

    ``weigh`` gives the bytes of a value; together they stay under ``most``, but for the value
    that was made last.
    """

    def __init__(self, most: int, weigh: Callable[[Value], int]) -> None:
        self._most, self._weigh = most, weigh
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()
        self.bytes = 0

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return what is kept under a key, made first where it is not."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            if key not in self._values:
                self._values[key] = value
                self.bytes += self._weigh(value)
            self._forget()
        return value

    def _forget(self) -> None:
        while self.bytes > self._most and len(self._values) > 1:
            self.bytes -= self._weigh(self._values.popitem(last=False)[1])
