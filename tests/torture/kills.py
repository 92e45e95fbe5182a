"""When a change is killed, and where that hits it."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

Stop = Callable[[BaseProcess], None]
KILLS = "kills of "
"""How the figures of kills begin."""
BEFORE, TOO_LATE = "before its first file", "too late, it was done"
STAGED, PUBLISHED = IN_THE_MIDST = "while it was staged", "while it was published"
EARLY = 0.1
"""The share of kills before the first file."""
SLOWER = 1.02
"""By how much the machine counts as slower after a kill in time."""


@dataclass
class Moments:
    """Random moments: a few before the first file of a change, the others from there to its end.

    ``first_write_s`` and ``rest_s`` are the seconds to the first file and from there to the end,
    measured once. As the machine has more or less to do later, ``rest_s`` follows it.
    """

    first_write_s: float
    rest_s: float
    chance: random.Random
    _seen_s: float = field(default=0.0, init=False)

    def kill(self, city: Path) -> Stop:
        """Return what kills a change of ``city`` at the next moment."""
        if self.chance.random() < EARLY:
            return kill_after(self.chance.uniform(0, self.first_write_s))
        rest = self.chance.uniform(0, self.rest_s)

        def stop(child: BaseProcess) -> None:
            self._seen_s = first_write(city, child)
            kill_after(rest)(child)

        return stop

    def learn(self, landed: str, seconds: float) -> None:
        """Take note of where a kill hit and how long the change had run."""
        if landed != TOO_LATE:
            self.rest_s *= SLOWER
        elif seconds > self._seen_s:
            self.rest_s = min(self.rest_s, seconds - self._seen_s)


def kill_after(seconds: float) -> Stop:
    """Return what kills a process after so many seconds."""

    def stop(child: BaseProcess) -> None:
        child.join(seconds)
        child.kill()

    return stop


def first_write(city: Path, child: BaseProcess) -> float:
    """Return the seconds until a change writes something into a workspace, or is done."""
    begin, before = time.monotonic(), listing(city)
    while child.is_alive() and listing(city) == before:
        time.sleep(0.001)
    return time.monotonic() - begin


def listing(city: Path) -> set[str]:
    """Return the names of all that is in a workspace, but for marks of locks."""
    return {str(path.relative_to(city)) for path in city.rglob("*") if path.suffix != ".lock"}


def landing(city: Path, town: Path) -> str:
    """Return how far a change of a copy of ``town`` had come when it was killed."""
    if (city / "manifest.json").read_bytes() != (town / "manifest.json").read_bytes():
        return "after it was published"
    added = listing(city) - listing(town)
    if not added:
        return BEFORE
    return STAGED if all(name.startswith("staging") for name in added) else PUBLISHED
