"""Showing progress: JSON lines for programs, bars on a terminal, nothing in a pipe."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from gridloom_layers.progress import Progress, Step

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

INTERVAL_S = 0.1
"""The least time between two reports of one step, its last report left out."""


@contextmanager
def shown_on(err: TextIO, *, as_json: bool) -> Iterator[Progress]:
    """Yield a progress that shows itself on ``err``."""
    if as_json:
        yield Progress(paced(lambda step: _write_line(step, err)))
    elif err.isatty():
        bars = _Bars(err)
        try:
            yield Progress(paced(bars.show))
        finally:
            bars.stop()
    else:
        yield Progress()


def paced(show: Callable[[Step], None]) -> Callable[[Step], None]:
    """Return ``show`` without the reports that follow each other faster than people can read."""
    last_step, last_time = "", 0.0

    def pace(step: Step) -> None:
        nonlocal last_step, last_time
        now = time.monotonic()
        complete = bool(step.total) and step.done >= step.total
        if step.step != last_step or complete or now - last_time >= INTERVAL_S:
            last_step, last_time = step.step, now
            show(step)

    return pace


def step_line(step: Step) -> dict[str, Any]:
    """Return the JSON object of one step; ``told`` says for people what is being done."""
    message = str(step.message) if step.message is not None else None
    return {
        "step": step.step,
        "done": step.done,
        "total": step.total,
        "message": message,
        "told": str(step.told),
    }


def _write_line(step: Step, err: TextIO) -> None:
    err.write(json.dumps(step_line(step), ensure_ascii=False) + "\n")
    err.flush()


@dataclass
class _Bars:
    """A bar for each step; drawn only once work has reported."""

    err: TextIO
    _bars: "Bars | None" = None
    _task: "TaskID | None" = None
    _step: str = ""

    def show(self, step: Step) -> None:
        bars = self._bars or self._start()
        total = step.total or None
        text = str(step.told)
        if self._task is None or step.step != self._step:
            self._step, self._task = step.step, bars.add_task(text, total=total)
        bars.update(self._task, completed=step.done, total=total, description=text)

    def _start(self) -> "Bars":
        # rich.progress is imported late: most commands end before they report
        from rich.console import Console
        from rich.progress import Progress as Bars

        self._bars = Bars(console=Console(file=self.err, markup=False), transient=True)
        self._bars.start()
        return self._bars

    def stop(self) -> None:
        if self._bars is not None:
            self._bars.stop()
