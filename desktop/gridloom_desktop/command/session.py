"""What a command gets beside its arguments: ``context.obj`` of typer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gridloom_desktop.command.answer import Answer, Failure
from gridloom_layers.progress import Progress

Perform = Callable[[Sequence[str], Progress], Answer | Failure]


@dataclass(frozen=True)
class Session:
    """``progress`` of this command, and ``perform``, which runs another one in this process."""

    progress: Progress
    perform: Perform
