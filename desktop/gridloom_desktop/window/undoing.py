"""Taking back what was done, and doing it again."""

from functools import partial

from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.model.session import Act, Session
from gridloom_desktop.window.model.steps import Step
from gridloom_desktop.window.operations import Operations
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress


class Undoing:
    """Undoes and redoes the steps of a session; those that changed the data as work on the store.

    While one is under way there is no other, as each rests on the one before it.
    """

    def __init__(self, session: Session, operations: Operations) -> None:
        self._session, self._operations = session, operations
        self._restoring = False
        self._wanted: int | None = None

    def go_to(self, done: int) -> None:
        """Undo or redo one step after the other, until so many of them are done."""
        self._wanted = done
        self._go_on()

    def _go_on(self) -> None:
        steps = self._session.steps
        while self._wanted is not None and not self._restoring and steps.done != self._wanted:
            before = steps.done
            self.undo() if before > self._wanted else self.redo()
            if steps.done == before and not self._restoring:
                break  # there is no such step any more
        if not self._restoring:
            self._wanted = None

    def undo(self) -> None:
        """Take the last step back."""
        self._go(self._session.steps.last, "undo")

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._go(self._session.steps.next, "redo")

    def _go(self, step: Step | None, act: Act) -> None:
        if step is None or self._restoring:
            return
        if step.data is None:
            self._session.gone(step, act)
            return
        self._restoring = True
        what = _told(tr("Undo") if act == "undo" else tr("Redo"), step)
        work = partial(self._restore, step, act)
        self._operations.do(what, work, partial(self._end, step, act), self._refuse)

    def _restore(self, step: Step, act: Act, _: Progress) -> None:
        self._session.restore(step, act)

    def _end(self, step: Step, act: Act, _: None) -> None:
        self._restoring = False
        self._session.gone(step, act)
        self._go_on()

    def _refuse(self, error: BaseException) -> None:
        self._restoring, self._wanted = False, None
        self._operations.report(error)

    def commands(self) -> Commands:
        """Return what can be done; the titles tell which step it is."""
        steps = self._session.steps
        return [
            Command(
                "undo", "edit", lambda: _told(tr("Undo"), steps.last), "mdi6.undo", self.undo,
                "Ctrl+Z", group="undo", is_enabled=lambda: steps.last is not None,
            ),
            Command(
                "redo", "edit", lambda: _told(tr("Redo"), steps.next), "mdi6.redo", self.redo,
                "Ctrl+Shift+Z", group="undo", is_enabled=lambda: steps.next is not None,
            ),
        ]  # fmt: skip


def _told(act: Message, step: Step | None) -> Message:
    return act if step is None else tr("{act}: {step}", act=act, step=step.title)
