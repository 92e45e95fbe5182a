"""What can be done with time, for menus, tool bar, keys and palette."""

from functools import partial
from typing import Protocol

from gridloom_desktop.window.command import Command, Commands
from gridloom_layers.language import tr


class Moving(Protocol):
    """What moves a window through time, as far as commands go."""

    def switch(self) -> None: ...
    def play_or_pause(self) -> None: ...
    def step(self, slices: int) -> None: ...
    def select_period(self) -> None: ...
    def has_times(self) -> bool: ...
    def is_on(self) -> bool: ...
    def has_rows(self) -> bool: ...


def time_commands(timing: Moving) -> Commands:
    """Return the commands of the bar of time."""
    return [
        Command(
            "time", "view", lambda: tr("Time slider"), "mdi6.clock-outline", timing.switch,
            "Ctrl+T", group="time", switch=True, is_enabled=timing.has_times,
            is_on=timing.is_on, bar=True, terse=True,
        ),
        Command(
            "time-play", "view", lambda: tr("Play or pause"), "mdi6.play-pause",
            timing.play_or_pause, "F8", group="time", is_enabled=timing.is_on,
        ),
        Command(
            "time-back", "view", lambda: tr("One slice back"), "mdi6.skip-previous",
            partial(timing.step, -1), "Ctrl+Alt+Left", group="time", is_enabled=timing.is_on,
        ),
        Command(
            "time-forward", "view", lambda: tr("One slice further"), "mdi6.skip-next",
            partial(timing.step, 1), "Ctrl+Alt+Right", group="time", is_enabled=timing.is_on,
        ),
        Command(
            "time-select", "select", lambda: tr("Select this period"), "mdi6.select-drag",
            timing.select_period, group="time", is_enabled=timing.has_rows,
        ),
    ]  # fmt: skip
