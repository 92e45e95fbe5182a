"""kill -9 at any moment of a change: the workspace is as it was before, or as it is after."""

import random
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from .accounts import town_account
from .changes import CHANGES, DONE, NEXT, asked
from .children import Hardship, Said, gridloom
from .conftest import Figures
from .kills import KILLS, TOO_LATE, Moments, first_write, landing
from .states import State, contents, state_of
from .town import BUILDINGS, GRIDS, MORE_PERSONS, PERSONS, copy_town
from .trials import trials

KILLED = -9
MOMENTS = 200
"""At so many random moments each change is killed in the long run."""
TOWN_ROWS = {"grid": GRIDS, "building": BUILDINGS, "person": PERSONS}
NEW_ROWS = {"import": {"更多": BUILDINGS}, "upsert": {"person": PERSONS + MORE_PERSONS}}
"""The rows that the tables have after a change, where it changes their number."""


@dataclass(frozen=True)
class Course:
    """A change that nobody disturbed: how it is asked for, when it first wrote, its end.

    ``new`` is the state after it, ``steps`` how often it touched the workspace, ``files`` how
    many files there are after the next import, without it and with it.
    """

    name: str
    first_write_s: float
    end_s: float
    steps: int
    new: State
    files: tuple[int, int]


def files_after_next(city: Path, sources: Path) -> int:
    assert gridloom(*asked(NEXT, city, sources)).exit == 0
    return len(contents(city))


@pytest.fixture(scope="module", params=CHANGES)
def course(request: pytest.FixtureRequest, town: Path, sources: Path, tmp_path_factory) -> Course:
    """Each change, done without harm."""
    folder, command = tmp_path_factory.mktemp("course"), CHANGES[request.param]
    before = files_after_next(copy_town(town, folder), sources)
    gridloom(*asked(command, copy_town(town, folder), sources))  # compiles, caches
    city = copy_town(town, folder)
    steps = gridloom(*asked(command, city, sources), under=Hardship(last_step=sys.maxsize)).steps
    city, seen = copy_town(town, folder), []
    said = gridloom(
        *asked(command, city, sources), stop=lambda child: seen.append(first_write(city, child))
    )
    assert said.exit in DONE and steps > 0
    state = state_of(city)
    files = before, files_after_next(city, sources)
    return Course(request.param, seen[0], said.seconds, steps, state, files)


@trials(short=4, long=MOMENTS)
def test_a_kill_at_a_random_moment_loses_at_most_the_change(
    course, town, sources, origin, old, figures, tmp_path, trials
) -> None:
    chance = random.Random(course.name)  # noqa: S311 - not a secret
    rest = course.end_s - course.first_write_s
    moments, in_time = Moments(course.first_write_s, rest, chance), 0
    for _ in range(10 * trials):  # a kill that comes too late is tried again
        city = copy_town(town, tmp_path)
        said = gridloom(*asked(CHANGES[course.name], city, sources), stop=moments.kill(city))
        landed = landing(city, town) if said.exit == KILLED else TOO_LATE
        examine(city, sources, said, landed, course, old, figures)
        assert contents(sources) == origin
        moments.learn(landed, said.seconds)
        in_time += landed != TOO_LATE
        if in_time == trials:
            break
    assert in_time == trials


@trials(short=4, long=MOMENTS)
def test_a_kill_at_any_step_in_the_workspace_loses_at_most_the_change(
    course, town, sources, origin, old, figures, tmp_path, trials
) -> None:
    steps = range(course.steps)
    chosen = random.Random(course.name).sample(steps, min(trials, len(steps)))  # noqa: S311
    for step in chosen:
        city = copy_town(town, tmp_path)
        hardship = Hardship(last_step=step)
        said = gridloom(*asked(CHANGES[course.name], city, sources), under=hardship)
        assert said.exit == KILLED
        examine(city, sources, said, landing(city, town), course, old, figures)
        assert contents(sources) == origin


def examine(
    city: Path, sources: Path, said: Said, landed: str, course: Course, old: State,
    figures: Figures,
) -> None:  # fmt: skip
    """See that a workspace is whole after a kill, old or new, and goes on working."""
    assert said.exit in (KILLED, *DONE), said
    state = state_of(city)
    assert state in (old, course.new), landed
    checked = gridloom("check", city)
    assert checked.exit == 0, checked
    assert state_of(city) == state
    figures.tried(f"{KILLS}{course.name}: {landed}")
    figures.account(town_account(state))
    changed = NEW_ROWS.get(course.name, {}) if state == course.new else {}
    assert rows_of(state) == {**TOWN_ROWS, **changed}
    assert files_after_next(city, sources) == course.files[state == course.new], landed


def rows_of(state: State) -> dict[str, int]:
    return {name: table["rows"] for name, table in state["tables"].items()}
