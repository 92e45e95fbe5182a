"""Package data: roles, class tables, names, catalogues. Only files and the way to them."""

from importlib.resources import files
from pathlib import Path


def data_path(*parts: str) -> Path:
    """Return the path of a data file of this package.

    >>> data_path("roles", "person.toml").name
    'person.toml'
    """
    return Path(str(files("gridloom_data"))).joinpath(*parts)
