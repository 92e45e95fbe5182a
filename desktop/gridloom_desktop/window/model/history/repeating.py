"""Doing again what was done: the same question, and whether the answer is the same."""

from dataclasses import dataclass

import pandas as pd

from gridloom_analytics.result import Result
from gridloom_desktop.window.model.answering import Found, Snapshot, find, keep_found
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore, Link, Reading, ResultEntry


@dataclass(frozen=True)
class Again:
    """A result that was computed again: ``name`` is the one that tells it.

    Where it ``is_same``, value for value, nothing is kept twice.
    """

    name: str
    result: Result
    is_same: bool


def kept_entry(store: Reading, name: str) -> ResultEntry:
    """Return what the workspace keeps of a result; refuse one that is gone."""
    entry = store.results.get(name)
    if entry is None:
        raise BadInput(
            "result-gone",
            tr("The result “{name}” is no longer in the workspace.", name=name),
            hint=tr("Fill in the form of the analysis and run it anew."),
        )
    return entry


def find_again(of: Snapshot, name: str, progress: Progress) -> Found:
    """Run the analysis of a kept result as it was run, on the data of a snapshot.

    Raises ``BadInput`` where the result, its layer or a column is gone.
    """
    entry = kept_entry(of.reading, name)
    layer, seed = str(entry.document["layer"]), int(entry.document["seed"])
    return find(of, entry.analysis, given(entry), layer, progress, seed)


def compare(store: FolderStore, name: str, found: Found, progress: Progress) -> Again:
    """Compare what was found again with what is kept; another answer is kept beside it."""
    from gridloom_analytics.running import kept  # late: it loads the kernels

    kept_entry(store, name)
    if is_same(kept(store, name), found.result):
        return Again(name, found.result, is_same=True)
    return Again(keep_found(store, found, progress), found.result, is_same=False)


def given(entry: ResultEntry) -> dict[str, object]:
    """Return the parameters that a kept result was given."""
    return {n: v for n, v in entry.document["parameters"].items() if v is not None}


def is_same(one: Result, other: Result) -> bool:
    """Tell whether two results are equal, value for value: of rows, further tables and shapes."""
    return (
        one.primary.equals(other.primary)
        and _are_same(dict(one.tables), dict(other.tables))
        and _are_same(dict(one.shapes), dict(other.shapes))
    )


def _are_same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> bool:
    return one.keys() == other.keys() and all(
        pd.DataFrame(one[name]).equals(pd.DataFrame(other[name])) for name in one
    )


def link_of(store: FolderStore, arguments: tuple[object, ...]) -> Link | None:
    """Return the link that the command of a join makes, None where it is gone."""
    from gridloom_desktop.window.model.history.commands import joining

    return next((link for link in store.links if joining(link) == arguments), None)


def join_again(store: FolderStore, arguments: tuple[object, ...], progress: Progress) -> int:
    """Make a join again; return how many rows matched. Raises ``BadInput`` where it is gone."""
    from gridloom_layers.joins import join

    link = link_of(store, arguments)
    if link is None:
        raise BadInput(
            "link-gone",
            tr("This join is no longer in the workspace."),
            hint=tr("Join the tables anew."),
        )
    made = join(
        store, link.left, link.right, link.by, link.on, progress, link.within, link.at_least
    )
    return made.matched
