"""The sample city: made once in the user's own folder of data."""

from pathlib import Path

from platformdirs import user_data_dir

from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.starting import open_session
from gridloom_layers.progress import Progress

PERSONS, SEED = 100_000, 1


def sample_path() -> Path:
    """Return where the workspace of the sample city is, or will be."""
    from gridloom_desktop.demonstration import CITY  # late: it loads all that an import takes

    return _folder() / CITY


def _folder() -> Path:
    return Path(user_data_dir("gridloom", appauthor=False)) / "sample"


def make_sample(progress: Progress) -> Session:
    """Make the sample city and open it; one that is cancelled leaves nothing."""
    from gridloom_desktop.demonstration import demonstrate  # late, as above

    _folder().parent.mkdir(parents=True, exist_ok=True)
    demonstrate(_folder(), PERSONS, SEED, progress)
    return open_session(sample_path(), progress)
