"""Package data: roles, class tables, names, catalogues. Only files and the way to them."""

from pathlib import Path


def data_path(*parts: str) -> Path:
    """Return the path of a data file of this package.

    >>> data_path("roles", "person.toml").name
    'person.toml'
    """
    return Path(__file__).parent.joinpath(*parts)
