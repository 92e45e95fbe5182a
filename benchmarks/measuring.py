"""One measurement: what ours took, what the peer took, and whether they agree."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Answer = TypeVar("Answer")
Theirs = TypeVar("Theirs")
STATUS, FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True)
class Measurement:
    """Seconds of ours and of a peer on the same ``n`` items.

    ``agreement`` is how far the two answers are apart (0: identical): the greatest absolute
    difference of numbers, the root mean square difference of frames;
    ``peer``, ``peer_s`` and ``agreement`` are None where nothing could be compared, ``ours_s``
    where only the peer was measured. ``peak_mib`` is the most memory that the process held while
    ours ran, its data and libraries included; None where the system does not tell.
    """

    name: str
    n: int
    ours_s: float | None
    peer: str | None = None
    peer_s: float | None = None
    agreement: float | None = None
    peak_mib: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times faster ours is (peer_s / ours_s)."""
        if self.peer_s is None or self.ours_s is None:
            return None
        return self.peer_s / self.ours_s

    def to_json(self) -> str:
        """Return the measurement as one JSON line."""
        keys = ("name", "n", "ours_s", "peer", "peer_s", "ratio", "agreement", "peak_mib")
        return json.dumps({key: getattr(self, key) for key in keys})


def compared(
    name: str,
    n: int,
    ours: Callable[[], Answer],
    peer: str | None = None,
    theirs: Callable[[], Theirs] | None = None,
    gap: Callable[[Answer, Theirs], float] | None = None,
    repeat: int = 3,
) -> Measurement:
    """Measure ours, the best of ``repeat`` runs, and the peer once in the same process.

    ``gap`` tells how far the two answers are apart. Compiled code of either side must have run
    before.
    """
    _forget_peak()
    ours_s, answer = timed(ours, repeat)
    peak = peak_mib()
    if theirs is None:
        return Measurement(name, n, ours_s, peak_mib=peak)
    peer_s, other = timed(theirs, 1)
    agreement = None if gap is None else float(gap(answer, other))
    return Measurement(name, n, ours_s, peer, peer_s, agreement, peak)


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


def _forget_peak() -> None:
    """Let the peak of memory begin anew, where the system can."""
    if FORGET.exists():
        FORGET.write_text("5")


def peak_mib() -> float | None:
    """Return the most memory that the process has held, in MiB; None where nobody tells.

    ``ru_maxrss`` would count what the process that started this one held.
    """
    if not STATUS.exists():
        return None
    line = next(one for one in STATUS.read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
