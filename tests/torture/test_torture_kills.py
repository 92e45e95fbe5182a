"""kill -9 at any moment of a change: the workspace is as it was before, or as it is after."""

import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from .changes import CHANGES, DONE, NEXT, asked
from .children import Hardship, Said, gridloom
from .conftest import Figures
from .states import State, contents, state_of
from .town import copy_town
from .trials import trials

KILLED = -9
Stop = Callable[[BaseProcess], None]


@dataclass(frozen=True)
class Course:
    """A change that nobody disturbed: how it is asked for, when it first wrote, its end.

    ``new`` is the state after it, ``steps`` how often it touched the workspace, ``files`` how
    many files there are after the next import, without it and with it.
    """

    command: tuple[str, ...]
    first_write_s: float
    end_s: float
    steps: int
    new: State
    files: tuple[int, int]


def files_after_next(city: Path, sources: Path) -> int:
    assert gridloom(*asked(NEXT, city, sources)).exit == 0
    return len(contents(city))


@pytest.fixture(scope="module", params=CHANGES)
def course(
    request: pytest.FixtureRequest, town: Path, sources: Path, tmp_path_factory
) -> tuple[str, Course]:
    """Each change, done once without harm."""
    folder, command = tmp_path_factory.mktemp("course"), CHANGES[request.param]
    before = files_after_next(copy_town(town, folder), sources)
    gridloom(*asked(command, copy_town(town, folder), sources))  # compiles, caches
    city = copy_town(town, folder)
    steps = gridloom(*asked(command, city, sources), under=Hardship(last_step=sys.maxsize)).steps
    city, seen = copy_town(town, folder), []
    said = gridloom(*asked(command, city, sources), stop=lambda child: seen.append(watch(city)))
    assert said.exit in DONE and steps > 0
    state = state_of(city)
    after = files_after_next(city, sources)
    return request.param, Course(command, seen[0], said.seconds, steps, state, (before, after))


def watch(city: Path) -> float:
    """Return the seconds until something is written into a workspace."""
    begin, before = time.monotonic(), listing(city)
    while listing(city) == before and time.monotonic() < begin + 60:
        time.sleep(0.001)
    return time.monotonic() - begin


def listing(city: Path) -> set[str]:
    return {str(path.relative_to(city)) for path in city.rglob("*") if path.suffix != ".lock"}


def landing(city: Path, town: Path) -> str:
    """Return how far a change had come, as its files tell."""
    if (city / "manifest.json").read_bytes() != (town / "manifest.json").read_bytes():
        return "after it was published"
    added = listing(city) - listing(town)
    if not added:
        return "before its first file"
    staged = all(name.startswith("staging") for name in added)
    return "while it was staged" if staged else "while it was published"


@trials(short=4)
def test_a_kill_at_a_random_moment_loses_at_most_the_change(
    course, town, sources, origin, old, figures, tmp_path, trials
) -> None:
    name, change = course
    moments = random.Random(name)  # noqa: S311 - not a secret
    begin, end = 0.8 * change.first_write_s, change.end_s
    for _ in range(trials):
        moment = moments.uniform(min(begin, end), end)
        city = copy_town(town, tmp_path)
        said = gridloom(*asked(change.command, city, sources), stop=kill_after(moment))
        end = min(end, said.seconds)  # the machine may have less to do now
        examine(city, sources, said, course, (town, old), figures)
        assert contents(sources) == origin


def kill_after(seconds: float) -> Stop:
    def stop(child: BaseProcess) -> None:
        child.join(seconds)
        child.kill()

    return stop


@trials(short=4)
def test_a_kill_at_any_step_in_the_workspace_loses_at_most_the_change(
    course, town, sources, origin, old, figures, tmp_path, trials
) -> None:
    name, change = course
    steps = range(change.steps)
    chosen = random.Random(name).sample(steps, min(trials, len(steps)))  # noqa: S311
    for step in chosen:
        city = copy_town(town, tmp_path)
        hardship = Hardship(last_step=step)
        said = gridloom(*asked(change.command, city, sources), under=hardship)
        assert said.exit == KILLED
        examine(city, sources, said, course, (town, old), figures)
        assert contents(sources) == origin


def examine(
    city: Path, sources: Path, said: Said, course: tuple[str, Course],
    before: tuple[Path, State], figures: Figures,
) -> None:  # fmt: skip
    """See that a workspace is whole after a kill, old or new, and goes on working."""
    name, change = course
    town, old = before
    assert said.exit in (KILLED, *DONE), said
    landed = landing(city, town)
    state = state_of(city)
    assert state in (old, change.new), landed
    checked = gridloom("check", city)
    assert checked.exit == 0, checked
    assert state_of(city) == state
    assert files_after_next(city, sources) == change.files[state == change.new], landed
    figures.add(f"kills survived, {name}: {landed}" if said.exit == KILLED else "kills too late")
