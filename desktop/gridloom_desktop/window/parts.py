"""What the parts of a window may offer to it; each offers what it has."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import Protocol, runtime_checkable

from gridloom_desktop.window.command import Command, Commands


@runtime_checkable
class Commanding(Protocol):
    """A part with things that can be done."""

    def commands(self) -> Commands:
        """Return what can be done."""
        ...


@runtime_checkable
class Working(Protocol):
    """A part that reads or paints on a thread or a timer of its own."""

    @property
    def busy(self) -> bool:
        """Whether something is still to come."""
        ...


@runtime_checkable
class Ending(Protocol):
    """A part that holds threads, timers, files or windows."""

    def end(self) -> None:
        """Let go of all of them; the window closes."""
        ...


class Parts:
    """The parts of a window, in the order in which their commands stand in the menus."""

    def __init__(self, parts: Iterable[object]) -> None:
        self._parts = list(parts)

    def __iter__(self) -> Iterator[object]:
        """Yield the parts."""
        return iter(self._parts)

    def add(self, parts: Iterable[object]) -> None:
        """Take further parts behind those that are there."""
        self._parts.extend(parts)

    def commands(self) -> Iterator[Command]:
        """Yield what can be done with them."""
        for part in self._parts:
            if isinstance(part, Commanding):
                yield from part.commands()

    @property
    def busy(self) -> bool:
        """Whether anything is still read or painted."""
        return any(part.busy for part in self._parts if isinstance(part, Working))

    def end(self) -> None:
        """Let each go of what it holds, the first one first, whichever of them fails."""
        with ExitStack() as stack:
            for part in reversed(self._parts):
                if isinstance(part, Ending):
                    stack.callback(part.end)
