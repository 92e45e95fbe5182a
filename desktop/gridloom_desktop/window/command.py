"""What can be done in a window: one list for menus, tool bar, shortcuts and palette."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from gridloom_layers.language import Message, tr

Place = Literal["file", "edit", "view", "select", "layer", "analyse", "publish", "help"]
"""The menu that a command is in, in the order of the menu bar."""
PLACES: dict[Place, Message] = {
    "file": tr("File"),
    "edit": tr("Edit"),
    "view": tr("View"),
    "select": tr("Selection"),
    "layer": tr("Layer"),
    "analyse": tr("Analysis"),
    "publish": tr("Publish"),
    "help": tr("Help"),
}


def always() -> bool:
    """Say that a command can be done at any time."""
    return True


def never() -> bool:
    """Say that a command is not switched on."""
    return False


@dataclass(frozen=True)
class Command:
    """One thing that can be done.

    ``title`` is asked for anew in each language and after each change; ``keys`` is a shortcut as Qt
    writes it. Commands of one ``group`` stand together in their menu. One that is ``switch`` can be
    on or off, which ``is_on`` tells. ``bar`` puts it into the tool bar, ``terse`` with its icon
    alone.
    """

    name: str
    place: Place
    title: Callable[[], Message | str]
    icon: str
    do: Callable[[], Any]
    keys: str = ""
    group: str = ""
    is_enabled: Callable[[], bool] = always
    switch: bool = False
    is_on: Callable[[], bool] = never
    bar: bool = False
    terse: bool = False


Commands = Sequence[Command]
