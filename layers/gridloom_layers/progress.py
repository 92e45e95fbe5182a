"""Progress of long work, and the way to cancel it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from gridloom_layers.errors import Cancelled
from gridloom_layers.language import Message
from gridloom_layers.steps import STEPS


@dataclass(frozen=True)
class Step:
    """One report of progress: ``done`` of ``total`` units (total 0: not known)."""

    step: str
    done: int
    total: int
    message: Message | None = None

    @property
    def told(self) -> Message | str:
        """What is being done, for people; a step of an analysis from elsewhere by its name."""
        return self.message or STEPS.get(self.step, self.step)


def _silent(_: Step) -> None:
    """Show nothing."""


@dataclass(frozen=True)
class Progress:
    """Passes steps on to whoever shows them, and cancels the work when asked.

    Work calls :meth:`report` often (each batch, each hundred rows); the first call after
    :meth:`cancel` raises :class:`~gridloom_layers.errors.Cancelled` in the working thread.
    """

    show: Callable[[Step], None] = _silent
    _cancel: Event = field(default_factory=Event)

    def report(self, step: str, done: int, total: int, message: Message | None = None) -> None:
        """Tell how far the work is; raise ``Cancelled`` where the user wants it stopped."""
        if self._cancel.is_set():
            raise Cancelled
        self.show(Step(step, done, total, message))

    @property
    def cancelled(self) -> bool:
        """Whether the user wants the work stopped."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; may be called from any thread or a signal handler."""
        self._cancel.set()
