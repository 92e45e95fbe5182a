"""One measurement: what ours took, what the peer took, and whether they agree."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Measurement:
    """Seconds of ours and of a peer on the same ``n`` items.

    ``agreement`` is how far the two answers are apart (0: identical): the greatest absolute
    difference of numbers, the root mean square difference of frames;
    ``peer``, ``peer_s`` and ``agreement`` are None where nothing could be compared, ``ours_s``
    where only the peer was measured.
    """

    name: str
    n: int
    ours_s: float | None
    peer: str | None = None
    peer_s: float | None = None
    agreement: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times faster ours is (peer_s / ours_s)."""
        if self.peer_s is None or self.ours_s is None:
            return None
        return self.peer_s / self.ours_s

    def to_json(self) -> str:
        """Return the measurement as one JSON line."""
        keys = ("name", "n", "ours_s", "peer", "peer_s", "ratio", "agreement")
        return json.dumps({key: getattr(self, key) for key in keys})


def timed(work: Callable[[], Answer], repeat: int = 3) -> tuple[float, Answer]:
    """Run ``work`` ``repeat`` times; return the least wall time in seconds and the last answer."""
    best, answer = _once(work)
    for _ in range(repeat - 1):
        seconds, answer = _once(work)
        best = min(best, seconds)
    return best, answer


def _once(work: Callable[[], Answer]) -> tuple[float, Answer]:
    begin = time.perf_counter()
    answer = work()
    return time.perf_counter() - begin, answer
