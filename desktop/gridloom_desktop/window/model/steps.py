"""What was done, so that it can be undone and done again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from gridloom_desktop.window.model.data_step import DataStep
from gridloom_desktop.window.model.document import Document
from gridloom_layers.language import Message

MOST_STEPS = 200
MOST_DATA_STEPS = 30
"""Each keeps the files that it replaced: of a layer of 400 MB as many again."""


class Gesture:
    """One movement of the user, however many changes it makes: they are one step to undo.

    Whoever follows a drag makes one when it begins and gives it with every change.
    """


@dataclass(frozen=True)
class Step:
    """One thing that the user did: the documents before and after it, and the data if changed."""

    title: Message
    before: Document
    after: Document
    data: DataStep | None = None
    gesture: Gesture | None = None


@dataclass
class Steps:
    """Steps in the order in which they were done; those that were undone wait to be done again."""

    _done: list[Step] = field(default_factory=list)
    _undone: list[Step] = field(default_factory=list)

    def add(self, step: Step) -> None:
        """Add what was done now; what had been undone cannot be done again any more.

        Steps of one gesture become one, and none where it ends as it began.
        """
        done = list(self._done)
        if step.gesture is not None and done and done[-1].gesture is step.gesture:
            step = replace(step, before=done.pop().before)
        if step.before != step.after or step.data is not None:
            done.append(step)
        first = max(0, len(done) - MOST_STEPS)
        of_data = [place for place, one in enumerate(done) if one.data is not None]
        if len(of_data) > MOST_DATA_STEPS:
            first = max(first, of_data[-MOST_DATA_STEPS])
        _release([*done[:first], *self._undone])
        self._done, self._undone = done[first:], []

    def rewrite(self, written: Callable[[Document], Document]) -> None:
        """Have the documents of all steps say what they said in other words, each asked once."""
        found: dict[int, Document] = {}

        def anew(step: Step) -> Step:
            for one in (step.before, step.after):
                if id(one) not in found:  # what one step ends with the next begins with
                    found[id(one)] = written(one)
            return replace(step, before=found[id(step.before)], after=found[id(step.after)])

        self._done, self._undone = list(map(anew, self._done)), list(map(anew, self._undone))

    def forget(self) -> None:
        """Forget all steps: nothing can be undone any more."""
        _release([*self._done, *self._undone])
        self._done, self._undone = [], []

    @property
    def all(self) -> tuple[Step, ...]:
        """All steps in their order: those that are done, then those that were undone."""
        return (*self._done, *reversed(self._undone))

    @property
    def done(self) -> int:
        """How many of them are done."""
        return len(self._done)

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


def _release(steps: Iterable[Step]) -> None:
    for step in steps:
        if step.data is not None:
            step.data.release()
