"""A change of the data as a step: the workspace as it was before and after, held."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from gridloom_layers.workspace import FolderStore, Hold

Value = TypeVar("Value")


@dataclass(frozen=True)
class DataStep:
    """One commit: the states before and after it, and the tables that it changed."""

    before: Hold
    after: Hold
    tables: frozenset[str]

    def release(self) -> None:
        """Let the files of both states go: the step cannot be undone or redone from then on."""
        self.before.release()
        self.after.release()


def taken(
    store: FolderStore, work: Callable[[FolderStore], Value]
) -> tuple[Value, DataStep | None]:
    """Do work that makes one commit; return its answer and the step that it was.

    The step is None where it cannot be undone alone: nothing was committed, or another program
    has committed in between.
    """
    store.refresh()
    before = store.hold()
    try:
        answer = work(store)
    except BaseException:
        before.release()
        raise
    after = store.hold()
    step = DataStep(before, after, _different(before, after))
    if after.commit.sequence == before.commit.sequence + 1:
        return answer, step
    step.release()
    return answer, None


def _different(one: Hold, other: Hold) -> frozenset[str]:
    before, after = one.manifest.tables, other.manifest.tables
    names = before.keys() | after.keys()
    return frozenset(name for name in names if before.get(name) != after.get(name))
