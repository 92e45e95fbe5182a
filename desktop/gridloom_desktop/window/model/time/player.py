"""Playing an axis of time by the clock: late frames are skipped, none comes late."""

from dataclasses import dataclass

SPEEDS = (1, 2, 4, 8, 16)
"""Slices a second."""


@dataclass
class Player:
    """Says which slice is due at a time (in seconds of any clock).

    It begins anew after the last slice where it is to ``repeat``, else it ends there.
    """

    size: int
    speed: float = 4.0
    repeat: bool = True
    _begun: float | None = None
    _from: int = 0

    @property
    def playing(self) -> bool:
        """Whether it was begun and not stopped."""
        return self._begun is not None

    def begin(self, now: float, at: int) -> None:
        """Play from a slice on; from the first one where that is the last."""
        self._begun, self._from = now, 0 if at >= self.size - 1 else at

    def stop(self) -> None:
        """Play no more."""
        self._begun = None

    def set_speed(self, speed: float, now: float) -> None:
        """Play faster or slower from what is due now on."""
        due = self.due(now)
        self.speed = speed
        if self._begun is not None:
            self._begun, self._from = now, due

    def due(self, now: float) -> int:
        """Return the slice that is to be shown at a time."""
        if self._begun is None:
            return self._from
        passed = self._from + int((now - self._begun) * self.speed)
        return passed % self.size if self.repeat else min(passed, self.size - 1)

    def is_over(self, now: float) -> bool:
        """Whether the last slice was reached and had its time."""
        if self._begun is None or self.repeat:
            return False
        return self._from + int((now - self._begun) * self.speed) >= self.size
