"""One thing that was done to a workspace."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from gridloom_layers.language import Message, tr

Kind = Literal["create", "import", "join", "measure", "run", "publish", "own", "edit", "other"]
CITY = object()
"""Stands in a command for the folder of the workspace."""
Arguments = tuple[object, ...]
"""The arguments of a ``gridloom`` command: texts, and :data:`CITY` once."""
NO_COMMAND = tr("This was done in the window; no command does it.")
PERSONAL = tr("Its condition names a person, so it is not written out.")


@dataclass(frozen=True)
class Act:
    """What was done (``what`` is a sentence), and when, where that is known (UTC).

    ``arguments`` do it again on an empty workspace; ``note`` says why there are none, or what is
    to be known about them. Of an act whose outcome was replaced, removed or undone ``is_current``
    is false. ``name`` is the result, table or measure that it made, ``number`` that of an import.
    """

    kind: Kind
    what: Message | str
    at: dt.datetime | None = None
    arguments: Arguments | None = None
    note: Message | None = None
    name: str | None = None
    number: int | None = None
    is_current: bool = True

    @property
    def can_be_scripted(self) -> bool:
        """Whether a script can do it again."""
        return self.arguments is not None
