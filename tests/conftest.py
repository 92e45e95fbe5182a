"""Fixtures for all tests, and the rule on skipping: a machine that is CI must have everything."""

import gc
import os
import shutil
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TypeVar

import pytest
from filelock import FileLock
from hypothesis import settings
from tests.compiling import compile_once

from gridloom_layers.language import use_language

# A slow machine is no fault of the code: pytest's own time limit holds.
settings.register_profile("gridloom", deadline=None)
settings.load_profile("gridloom")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
ROOT = Path(__file__).resolve().parents[1]
PERSONS, SEED = 20_000, 7
"""Of the demonstration that tests share."""
MadeOnce = Callable[[str, Callable[[Path], object]], Path]

LONG = (
    "afternoon",
    "plugins",
    "torture",
    "data",
    "test_command_main_job.py",
    "test_geometry_nearest.py",
)
"""Folders and files of few but long tests."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what is long: at the end a single worker would be at it, and the others idle."""
    items.sort(key=lambda item: not set(LONG) & set(item.path.relative_to(ROOT).parts))


def pytest_collection_finish() -> None:
    """Have no collection of garbage look through all that was imported and collected so far."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def compiled_once(made_once: MadeOnce) -> None:
    """Have workers compile no function twice."""
    compile_once(made_once("compiling", Path.mkdir))


@pytest.fixture(autouse=True)
def english() -> None:
    """Let each test begin in English, whatever the one before it spoke."""
    use_language("en")


@pytest.fixture(scope="session")
def cities() -> Path:
    """The folder of real cities' data: ``GRIDLOOM_CITIES``, or beside the repository."""
    named = os.environ.get("GRIDLOOM_CITIES")
    places = [Path(named)] if named else []
    places += [parent / "shared" / "cities" for parent in (ROOT.parent, ROOT.parent.parent)]
    found = next((place for place in places if place.is_dir()), None)
    if found is None:
        pytest.skip("the folder of real cities' data (GRIDLOOM_CITIES) is not here")
    return found


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """Return what makes a file or folder by its name, once for all workers: none may change it."""
    own = tmp_path_factory.getbasetemp()
    common = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def make(name: str, write: Callable[[Path], object]) -> Path:
        made, done = common / name, common / f"{name}.made"
        with FileLock(common / f"{name}.lock"):
            if not done.exists():
                write(made)
                done.touch()
        return made

    return make


@pytest.fixture(scope="session")
def demo(made_once: MadeOnce) -> Path:
    """The smallest demonstration: sources, the workspace with its joins, measures and results,
    and what was published.
    """
    from gridloom_desktop.demonstration import demonstrate
    from gridloom_layers.progress import Progress

    return made_once("演 示", lambda folder: demonstrate(folder, PERSONS, SEED, Progress()))


@pytest.fixture(scope="session")
def sample(demo: Path) -> Path:
    """The sources of the smallest sample city."""
    return demo / "sources"


@pytest.fixture(scope="session")
def demo_city(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This worker's copy of the workspace of the demonstration."""
    (original,) = demo.glob("*.gridloom")
    return Path(shutil.copytree(original, tmp_path_factory.mktemp("demo") / "一 城.gridloom"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the skip of a test into a failure where everything must be there."""
    return _failed_on_ci((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn the skip of a whole file into a failure where everything must be there."""
    return _failed_on_ci((yield))


def _failed_on_ci(report: Report) -> Report:
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"skipped, though CI=true promises every component: {report.longrepr}"
    return report
