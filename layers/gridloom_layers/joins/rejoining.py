"""Joins made again when one of their tables has changed."""

import re
from collections.abc import Collection, Iterable

from gridloom_layers.errors import BadInput
from gridloom_layers.joins.join import How, keep_join
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Change, Link, Reading


def links_on(city: Reading, table: str, fields: Collection[str] | None = None) -> list[Link]:
    """Return the links of a table that rest on some of its ``fields``; None: on its places."""
    return [
        link
        for link in city.links
        if (link.left == table and _rests(link, 0, fields))
        or (link.right == table and _rests(link, 1, fields))
    ]


def _rests(link: Link, side: int, fields: Collection[str] | None) -> bool:
    """Tell whether a link rests on fields of its left (0) or right (1) table."""
    if fields is None or link.on is None:
        return fields is None and link.by == "place"
    return not set(re.split(r"[|+]", re.split(r"[=~]", link.on)[side])).isdisjoint(fields)


def rejoin(change: Change, links: Iterable[Link], progress: Progress) -> list[Message]:
    """Make joins again as a part of a change, in the order in which they were made.

    Return what to tell the user: how many rows each matches now, or that it had to be undone, as
    a table does not have any more what it was joined by.
    """
    return [_again(change, link, progress) for link in links]


def _again(change: Change, link: Link, progress: Progress) -> Message:
    try:
        report = keep_join(change, link.left, link.right, How.of(link), progress, again=link)
    except BadInput as error:
        change.unlink(link)
        return tr("The join of “{left}” with “{right}” was undone: {reason}",
                  left=link.left, right=link.right, reason=error.message)  # fmt: skip
    return tr("“{left}” was joined with “{right}” again: {matched:,} of {rows:,} rows matched.",
              left=link.left, right=link.right, matched=report.matched,
              rows=report.left_rows)  # fmt: skip
