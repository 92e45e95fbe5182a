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
SLOWER = 1.05
"""By how much the machine counts as slower after a kill before the first file."""


@dataclass
class Moments:
    """Random moments from shortly before the first file of a change to its end.

    ``first_write_s`` and ``end_s`` are measured once, undisturbed. Since the machine has more or
    less to do later, ``pace`` follows it: the present duration by the measured one.
    """

    first_write_s: float
    end_s: float
    chance: random.Random
    pace: float = field(default=1.0, init=False)

    def draw(self) -> float:
        """Return the seconds after which to kill."""
        begin = min(0.8 * self.first_write_s, 0.9 * self.end_s)
        return self.pace * self.chance.uniform(begin, self.end_s)

    def learn(self, landed: str, seconds: float) -> None:
        """Take note of where a kill hit and how long the change had run."""
        if landed == TOO_LATE:
            self.pace = min(self.pace, seconds / self.end_s)
        elif landed == BEFORE:
            self.pace *= SLOWER


def kill_after(seconds: float) -> Stop:
    """Return what kills a process after so many seconds."""

    def stop(child: BaseProcess) -> None:
        child.join(seconds)
        child.kill()

    return stop


def first_write(city: Path) -> float:
    """Return the seconds until something is written into a workspace."""
    begin, before = time.monotonic(), listing(city)
    while listing(city) == before and time.monotonic() < begin + 60:
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
