"""Which entry of the log tells of which thing that the workspace holds now."""

from collections.abc import Collection, Mapping
from typing import Any

from gridloom_layers.joins.pairing import meaning
from gridloom_layers.workspace import Link

Key = tuple[object, ...]
"""What a log says of a thing: its act, and the number or name that it goes by now."""


class Named:
    """What things are called now that were renamed; it is told of renames the newest first."""

    def __init__(self) -> None:
        self._now: dict[str, str] = {}

    def rename(self, old: str, new: str) -> None:
        """Take note of a rename before those that were taken note of."""
        self._now[old] = self.now(new)

    def now(self, name: str) -> str:
        """Return what a thing is called now."""
        return self._now.get(name, name)


def link_key(link: Link) -> Key:
    """Return what a log says of a link: the tables, and the field that it means."""
    return ("join", link.left, link.right, meaning(link.on))


def key_of(entry: Mapping[str, Any], named: Named, there: Collection[Key]) -> Key:
    """Return what a log entry tells of.

    A join of no named field made the first link of the two tables.
    """
    act = entry["act"]
    if act == "import":
        return ("import", entry.get("number"))
    if act in ("measure", "run"):
        return (act, named.now(str(entry.get("name"))))
    if act == "join":
        tables = named.now(str(entry["left"])), named.now(str(entry["right"]))
        if entry["on"] is not None:
            return ("join", *tables, meaning(str(entry["on"])))
        first = (key for key in there if key[:3] == ("join", *tables))
        return next(first, ("join", *tables, None))
    if act == "own":
        return ("own", named.now(str(entry.get("table"))))
    return (act,)
