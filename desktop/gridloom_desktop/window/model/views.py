"""The views that a map was seen in, to go back to and forward again."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

Seen = TypeVar("Seen")
BURST_S = 0.7
"""Moves that follow each other faster than this are one."""
MOST = 100


@dataclass
class ViewHistory(Generic[Seen]):
    """Views in the order they were seen; ``at`` is the one that is seen now.

    A new view ends what lay ahead, as in a browser. Times are seconds of any clock.
    """

    _views: list[Seen] = field(default_factory=list)
    _at: int = -1
    _last: float = float("-inf")

    def moved(self, view: Seen, now: float) -> None:
        """Note a view; of a burst of moves (a drag, a turn of the wheel) only the last stays."""
        if self._views and view == self._views[self._at]:
            return
        burst = now - self._last < BURST_S
        self._last = now
        del self._views[self._at + 1 :]
        # The view that a burst set out from stays: only what the burst itself came by goes.
        if burst and self._at > 0:
            self._views[self._at] = view
            return
        self._views.append(view)
        del self._views[:-MOST]
        self._at = len(self._views) - 1

    @property
    def has_previous(self) -> bool:
        """Whether there is a view to go back to."""
        return self._at > 0

    @property
    def has_next(self) -> bool:
        """Whether there is a view to go forward to."""
        return self._at < len(self._views) - 1

    def previous(self) -> Seen | None:
        """Go back; return the view, None where there is none."""
        return self._go(-1) if self.has_previous else None

    def next(self) -> Seen | None:
        """Go forward; return the view, None where there is none."""
        return self._go(1) if self.has_next else None

    def _go(self, step: int) -> Seen:
        self._at += step
        self._last = float("-inf")
        return self._views[self._at]
