"""GeoPackages that another program holds: SQLite waits for a while, then GDAL gives up."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import OperationalError

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr


@contextmanager
def told_if_locked(path: Path) -> Iterator[None]:
    """Raise ``BadInput`` where reading ``path`` fails because another program locks it."""
    try:
        yield
    except (RuntimeError, OperationalError) as error:  # GDAL's are RuntimeErrors
        if "database is locked" not in str(error):  # SQLite's words; GDAL passes on no number
            raise
        raise BadInput(
            "file-locked",
            tr("Another program holds “{file}”.", file=path.name),
            Where(file=str(path)),
            tr("Save and close it there, then try again."),
        ) from error
