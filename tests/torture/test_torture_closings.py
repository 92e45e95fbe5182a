"""A window that is closed, or killed, at any moment of any work: it ends, and nothing is lost."""

import random
import shutil
import time
from collections import Counter
from pathlib import Path

import pytest

from gridloom_desktop.window.model.autosave import kept_document
from gridloom_desktop.window.model.presence import was_left_open
from gridloom_layers.workspace import open_workspace

from .closings import ACTIVITIES
from .conftest import Figures
from .trials import LONG_S, trials
from .windows import started

PATIENCE_S = 120
MOST_MS = 3000
SEEN_S = 1.0
"""What was done so long before a kill is there again."""
QUIET = "This plugin does not support propagateSizeHints()\n"
SLOW = (pytest.mark.slow, pytest.mark.timeout(LONG_S))
CLOSINGS = [
    *(pytest.param(name, 1, id=f"{name}-short") for name in ("density", "import", "painting")),
    *(pytest.param(name, 20, marks=SLOW) for name in ACTIVITIES if name != "editing"),
]


@pytest.fixture
def city(demo: Path, tmp_path: Path) -> Path:
    """A copy of the sample city that may be harmed."""
    (original,) = demo.glob("*.gridloom")
    (tmp_path / "sources").symlink_to(demo / "sources")
    return Path(shutil.copytree(original, tmp_path / original.name))


def is_whole(city: Path) -> bool:
    store = open_workspace(city)
    problems = store.problems()
    store.close()
    return not problems


@pytest.mark.parametrize(("activity", "trials"), CLOSINGS)
def test_a_window_that_is_closed_in_mid_work_ends(
    city: Path, activity: str, trials: int, figures: Figures
):
    chance, ends = random.Random(activity), Counter[int]()  # noqa: S311 - moments
    for _ in range(trials):
        process = started(city, activity, chance.choice([0, chance.randrange(MOST_MS)]))
        said, complaints = process.communicate(timeout=PATIENCE_S)
        ends[process.returncode] += 1
        assert (process.returncode, complaints.replace(QUIET, "")) == (0, ""), said
        assert is_whole(city) and not was_left_open(city)
    figures.add(f"closings in the midst of {activity}", ends.total())


@trials(short=1, long=30)
def test_what_was_done_a_second_before_a_kill_is_there_again(city: Path, trials: int):
    for trial in range(trials):
        process = started(city, "editing", 600_000)
        first = process.stdout.readline() if process.stdout else ""
        time.sleep(random.Random(trial).uniform(0.5, 3))  # noqa: S311 - a moment
        killed = time.time_ns()
        process.kill()
        told = [line.split(" ", 1) for line in (first + process.communicate()[0]).splitlines()]
        old = [name for when, name in told if int(when) < killed - SEEN_S * 1e9]
        store = open_workspace(city)
        document = kept_document(store)
        store.close()
        title = document.layer("grid").title if document is not None else None
        assert was_left_open(city)
        assert not old or int(str(title).split()[-1]) >= int(old[-1].split()[-1])
