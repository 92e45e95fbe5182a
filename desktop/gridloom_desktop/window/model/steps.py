"""What was done, so that it can be undone and done again."""

from dataclasses import dataclass, field

from gridloom_desktop.window.model.document import Document
from gridloom_layers.language import Message

MOST_STEPS = 200


@dataclass(frozen=True)
class Step:
    """One thing that the user did, and the documents before and after it."""

    title: Message
    before: Document
    after: Document


@dataclass
class Steps:
    """Steps in the order in which they were done; those that were undone wait to be done again."""

    _done: list[Step] = field(default_factory=list)
    _undone: list[Step] = field(default_factory=list)

    def add(self, step: Step) -> None:
        """Add what was done now; what had been undone cannot be done again any more."""
        self._done = [*self._done, step][-MOST_STEPS:]
        self._undone = []

    @property
    def last(self) -> Step | None:
        """The step that would be undone."""
        return self._done[-1] if self._done else None

    @property
    def next(self) -> Step | None:
        """The step that would be done again."""
        return self._undone[-1] if self._undone else None

    def undo(self) -> Step | None:
        """Take the last step back; return it."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self.next

    def redo(self) -> Step | None:
        """Do again what was undone last; return it."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self.last
