"""What happened beside what was asked for, told to whoever listens in this context."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from gridloom_layers.language import Message

_HEARD: ContextVar[list[Message] | None] = ContextVar("notices", default=None)


@contextmanager
def heard() -> Iterator[list[Message]]:
    """Collect the notices of a ``with`` block, in their order."""
    notices: list[Message] = []
    token = _HEARD.set(notices)
    try:
        yield notices
    finally:
        _HEARD.reset(token)


def tell(notice: Message) -> None:
    """Tell a notice; where nobody listens it is lost, so what matters goes to a log too."""
    notices = _HEARD.get()
    if notices is not None:
        notices.append(notice)
