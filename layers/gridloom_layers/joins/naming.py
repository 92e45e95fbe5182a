"""The columns of links: which link a join replaces, and what a new one is called."""

from itertools import count

from gridloom_layers.joins.pairing import meaning
from gridloom_layers.workspace.own_columns import OWN_COLUMNS
from gridloom_layers.workspace.reads import Reading


def link_column(city: Reading, left: str, right: str, on: str | None, *, chosen: bool) -> str:
    """Return the column for a join of two tables: of the link that it replaces, or a free name.

    A link means what its left field says (of a citizen ID the person, of a representative's ID
    the representative). A join replaces the link of the same field. Where the user has ``chosen``
    another field it is another link, named by it; without a choice the first link is replaced.
    """
    there = [link for link in city.links if (link.left, link.right) == (left, right)]
    for link in there:
        if meaning(link.on) == meaning(on):
            return link.column
    if not there:
        return _free(city, left, f"{right}_key")
    if not chosen:
        return there[0].column
    return _free(city, left, f"{_stem(meaning(on) or right)}_key")


def score_column(city: Reading, left: str, link_column: str) -> str:
    """Return the column for the scores of a link: that which it has, or a free name."""
    for link in city.links:
        if (link.left, link.column) == (left, link_column) and link.score is not None:
            return link.score
    return _free(city, left, f"{link_column.removesuffix('_key')}_score")


def _stem(field: str) -> str:
    for ending in ("_code", "_id"):
        field = field.removesuffix(ending)
    return field


def _free(city: Reading, left: str, name: str) -> str:
    """Return a name that no column of a table has, whatever its case."""
    taken = {field.casefold() for field in city.table(left).field_names} | OWN_COLUMNS
    column = name
    for number in count(2):
        if column.casefold() not in taken:
            break
        column = f"{name}_{number}"
    return column
