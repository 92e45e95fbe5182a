"""The town that is tortured, and the figures at the end of the run."""

import os
from collections import Counter
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

from .children import load_once
from .states import State, contents, state_of
from .town import make_town

ROOT = Path(__file__).resolve().parents[2]
FIGURE = "torture: "
"""How the properties of tests begin that are figures; those of one name are added up."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave these tests out where processes cannot be forked, limited and killed."""
    if os.name != "posix":
        for item in items:
            if "torture" in item.path.parts:
                item.add_marker(pytest.mark.skip("needs a POSIX system"))


@pytest.fixture(scope="session", autouse=True)
def loaded_once() -> None:
    """Have all code loaded before the first child."""
    load_once(ROOT)


@pytest.fixture(scope="session")
def town(loaded_once: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of grids, buildings and persons, beside its sources; copy it."""
    folder = tmp_path_factory.mktemp("town")
    folder.chmod(0o755)
    return make_town(folder)


@pytest.fixture(scope="session")
def sources(town: Path) -> Path:
    """The folder of the town's sources; write nothing into it."""
    return town.parent / "源 文件"


@pytest.fixture(scope="session")
def origin(sources: Path) -> dict[str, bytes]:
    """The bytes of the town's sources, which nothing may change."""
    return contents(sources)


@pytest.fixture(scope="session")
def old(town: Path) -> State:
    """What the town holds before anything befalls it."""
    return state_of(town)


class Figures:
    """What a test counts, to be told at the end of the run."""

    def __init__(self, item: pytest.Item) -> None:
        self._item = item

    def add(self, name: str, count: int = 1) -> None:
        """Count; the figures of one name are added up over all tests."""
        self._item.user_properties.append((FIGURE + name, count))


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """What this test counts."""
    return Figures(request.node)


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print the figures of all tests, those of other processes too."""
    totals: Counter[str] = Counter()
    for kind in ("passed", "failed"):
        for report in terminalreporter.stats.get(kind, ()):
            for name, count in report.user_properties if report.when == "call" else ():
                if name.startswith(FIGURE):
                    totals[name.removeprefix(FIGURE)] += count
    if totals:
        terminalreporter.write_sep("-", "torture")
        for name, count in totals.items():
            terminalreporter.write_line(f"{count:>8,}  {name}")
