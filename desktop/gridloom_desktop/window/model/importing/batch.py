"""Several sources that are imported one after another: which, how far each is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from gridloom_desktop.window.model.importing.draft import ImportDraft, as_before, drafted
from gridloom_desktop.window.model.importing.looking import Found
from gridloom_desktop.window.model.importing.running import Imported
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr
from gridloom_layers.workspace import Store

State = Literal[
    "further", "looking", "ready", "question", "unreadable", "running", "done", "refused"
]


@dataclass
class Entry:
    """One source of a batch: a file, or one layer of it.

    ``fault`` is why it cannot be read or was not imported, ``remark`` why it could not be read as
    the user wanted. One that is not ``ticked`` is left out. ``asked`` is how it was imported
    before.
    """

    path: Path
    layer: str | None = None
    draft: ImportDraft | None = None
    fault: BadInput | None = None
    remark: BadInput | None = None
    imported: Imported | None = None
    looking: bool = False
    running: bool = False
    ticked: bool = True
    asked: Mapping[str, Any] | None = None

    @property
    def name(self) -> str:
        """What the source is called."""
        if self.draft is not None:
            return self.draft.found.name
        return f"{self.path.name} · {self.layer}" if self.layer else self.path.name

    def state(self, store: Store) -> State:
        """Return how far it is."""
        if self.imported is not None:
            return "done"
        if self.running:
            return "running"
        if self.draft is None and self.fault is None:
            return "looking" if self.looking else "further"
        if self.draft is None:
            return "unreadable"
        if self.fault is not None:
            return "refused"
        return "question" if self.draft.problems(store) else "ready"


STATES: dict[State, Message] = {
    "further": tr("further layer of the file"),
    "looking": tr("being looked at …"),
    "ready": tr("ready"),
    "question": tr("needs a decision"),
    "unreadable": tr("cannot be read"),
    "running": tr("being imported …"),
    "done": tr("imported"),
    "refused": tr("not imported"),
}


@dataclass
class Batch:
    """The sources of one import dialog, in the order in which they came."""

    store: Store
    entries: list[Entry] = field(default_factory=list)

    def add(self, paths: Iterable[Path]) -> list[Entry]:
        """Add files that are not there yet; return their entries."""
        known = {entry.path for entry in self.entries}
        new = [Entry(path) for path in dict.fromkeys(paths) if path not in known]
        self.entries += new
        return new

    def take(self, entry: Entry, found: Found) -> list[Entry]:
        """Take what was found in a source; return entries for its further layers, not ticked."""
        was, entry.fault = entry.draft, None
        entry.draft = drafted(self.store, found)
        if entry.asked is not None:
            entry.draft = as_before(self.store, entry.draft, entry.asked)
        if was is not None:  # read again in another encoding: what was said of it stays
            entry.draft = replace(entry.draft, crs=was.crs, datum=was.datum, as_of=was.as_of,
                                  department=was.department, scheme=was.scheme)  # fmt: skip
        if entry.layer is not None or len(found.layers) < 2:
            return []
        entry.layer = found.layer
        place = self.entries.index(entry) + 1
        others = [
            Entry(entry.path, layer, ticked=False) for layer in found.layers if layer != found.layer
        ]
        self.entries[place:place] = others
        return others

    def next_ready(self) -> Entry | None:
        """Return the next source to import: ticked, and nothing left to decide."""
        ready = (one for one in self.entries if one.ticked and one.state(self.store) == "ready")
        return next(ready, None)

    def first_refused(self) -> Entry | None:
        """Return the first ticked source that was not imported, for a fault."""
        found = (one for one in self.entries if one.ticked and one.state(self.store) == "refused")
        return next(found, None)

    def ready(self) -> int:
        """Return how many sources can be imported now."""
        return sum(one.ticked and one.state(self.store) == "ready" for one in self.entries)

    def undecided(self) -> int:
        """Return how many ticked sources wait for a decision or are being looked at."""
        waiting = ("question", "looking")
        return sum(one.ticked and one.state(self.store) in waiting for one in self.entries)
