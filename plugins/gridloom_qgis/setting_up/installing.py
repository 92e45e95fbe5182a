"""Making an environment with Gridloom: whole, or not there at all."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from ..calling.faults import Broken
from ..language import tr
from .looking import Introduction, introduction
from .reasons import reason
from .recipe import Recipe, environments, told
from .running import run

MADE, COLLECTED, INSTALLED = 10.0, 45.0, 95.0
"""Percent of the work that is done after each step."""
PACKAGES = ("lib/python3*/site-packages", "Lib/site-packages")
HALF_COLLECTED = 40
"""The number of packages at which half of the collecting counts as done: nobody knows how many."""


class Meter:
    """How much is done, in percent, from what pip says and from what is already there."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._collected = 0
        self._total = 0

    def hear(self, line: str) -> None:
        """Take note of a line of pip's."""
        if re.match(r"Collecting |Processing ", line):
            self._collected += 1
        elif line.startswith("Installing collected packages:"):
            self._total = line.count(",") + 1

    @property
    def percent(self) -> float:
        """Return how much is done."""
        if not self._total:
            share = self._collected / (self._collected + HALF_COLLECTED)
            return MADE + (COLLECTED - MADE) * share
        there = sum(1 for place in PACKAGES for _ in self._target.glob(f"{place}/*.dist-info"))
        return COLLECTED + (INSTALLED - COLLECTED) * min(there / self._total, 1.0)


def install(
    recipe: Recipe,
    say: Callable[[str], None],
    show_percent: Callable[[float], None],
    is_cancelled: Callable[[], bool],
) -> Introduction:
    """Make the environment, try its command, and return what it is.

    Whatever goes wrong leaves nothing behind; raises ``Cancelled`` or a ``Fault`` with pip's
    reason.
    """
    recipe.check()
    try:
        return _made(recipe, say, show_percent, is_cancelled)
    except BaseException:
        shutil.rmtree(recipe.target, ignore_errors=True)
        raise


def remove_others(kept: Path) -> None:
    """Remove the environments that are not called any more; what is in use stays till next time."""
    for one in environments():
        if one not in kept.parents:
            shutil.rmtree(one, ignore_errors=True)


def _made(
    recipe: Recipe,
    say: Callable[[str], None],
    show_percent: Callable[[float], None],
    is_cancelled: Callable[[], bool],
) -> Introduction:
    recipe.target.parent.mkdir(parents=True, exist_ok=True)
    meter = Meter(recipe.target)
    for command in (recipe.making, recipe.installing):
        output: list[str] = []

        def hear(line: str, output: list[str] = output) -> None:
            output.append(line)
            meter.hear(line)
            say(line)
            show_percent(meter.percent)

        say(f"> {told(command)}")
        if run(command, hear, is_cancelled, lambda: show_percent(meter.percent)):
            raise reason(output, recipe)
    show_percent(INSTALLED)
    if not recipe.command.is_file():
        raise Broken(tr("What was installed has no command “gridloom”."))
    return introduction(recipe.command)
