"""Taking back what was done, and doing it again."""

from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.steps import Step
from gridloom_layers.language import Message, tr


class Undoing:
    """Undoes and redoes the steps of a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def undo(self) -> None:
        """Take the last step back."""
        self._session.undo()

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._session.redo()

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
