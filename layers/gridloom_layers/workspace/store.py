"""What every store of a city offers, whether a folder or, later, a database schema."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from gridloom_layers.workspace.holding import Commit, Hold
from gridloom_layers.workspace.reads import Reading
from gridloom_layers.workspace.writes import Change


class Store(Reading, Protocol):
    """A city: read at one commit, and changed."""

    def change(self) -> AbstractContextManager[Change]:
        """Open a change; one at a time over all processes."""
        ...

    @property
    def at_commit(self) -> Commit: ...

    def hold(self) -> Hold:
        """Keep the commit that is read, to be restored later."""
        ...

    def restore(self, hold: Hold, after: Commit, act: str, what: str) -> None:
        """Make a held commit current again; ``BadInput`` if others have committed ``after``."""
        ...

    def log(self, act: str, details: Mapping[str, object]) -> None:
        """Append an act to the workspace's log, durably."""
        ...

    def acts(self) -> list[dict[str, object]]:
        """Return the acts in the log, oldest first."""
        ...

    def problems(self) -> list[str]:
        """Check the integrity of every file; return what is wrong, a line each."""
        ...
