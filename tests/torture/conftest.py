"""The town that is tortured, and the figures at the end of the run."""

import os
from collections import Counter
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

from .accounts import Account
from .children import load_once
from .kills import IN_THE_MIDST, KILLS, TOO_LATE
from .states import State, contents, state_of
from .town import make_town

ROOT = Path(__file__).resolve().parents[2]
FIGURE = "torture: "
"""How the properties of tests begin that are figures; those of one name are added up."""
TRIALS, ACCOUNT = "trials", "account: "
"""The figure of all trials, and how those begin that the closing line reckons with."""


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

    def tried(self, outcome: str) -> None:
        """Count one trial and how it came out."""
        self.add(TRIALS)
        self.add(outcome)

    def account(self, account: Account) -> None:
        """Add rows to the account of the run, and see that none of them is lost."""
        for name, count in account._asdict().items():
            self.add(ACCOUNT + name, count)
        assert account.lost == 0, account


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """What this test counts."""
    return Figures(request.node)


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print the figures of all tests, those of other processes too, and the account of the rows."""
    totals: Counter[str] = Counter()
    for kind in ("passed", "failed"):
        for report in terminalreporter.stats.get(kind, ()):
            for name, count in report.user_properties if report.when == "call" else ():
                if name.startswith(FIGURE):
                    totals[name.removeprefix(FIGURE)] += count
    if totals:
        terminalreporter.write_sep("-", "torture")
        for name in sorted(totals):
            if not name.startswith((ACCOUNT, TRIALS)):
                terminalreporter.write_line(f"{totals[name]:>10,}  {name}")
        terminalreporter.write_line(closing(totals))


def closing(totals: Counter[str]) -> str:
    """Return the account of a run in one line, reckoned from what was counted."""
    account = Account(*(totals[ACCOUNT + name] for name in Account._fields))
    kills = {name: count for name, count in totals.items() if name.startswith(KILLS)}
    late = sum(count for name, count in kills.items() if name.endswith(TOO_LATE))
    midst = sum(count for name, count in kills.items() if name.endswith(IN_THE_MIDST))
    tried = sum(kills.values())
    share = f" ({(tried - late) / tried:.0%})" if tried else ""
    return (
        f"{totals[TRIALS]:,} trials; {tried - late:,} of {tried:,} kills in time{share},"
        f" {midst:,} in the midst of the change; "
        f"rows in {account.rows:,} = {account.loaded:,} loaded + {account.quarantined:,}"
        f" quarantined + {account.blank:,} blank; rows lost = {account.lost:,}"
    )
