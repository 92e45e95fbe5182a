"""The history as it is listed: by day, the newest first."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from gridloom_desktop.window.model.history.act import Act
from gridloom_layers.language import Message, tr

BEFORE = tr("Before the log began")
ICONS = {
    "create": "mdi6.city-variant-outline",
    "import": "mdi6.tray-arrow-down",
    "join": "mdi6.link-variant",
    "measure": "mdi6.ruler-square",
    "run": "mdi6.chart-bubble",
    "publish": "mdi6.export-variant",
    "own": "mdi6.account-tie-outline",
    "edit": "mdi6.pencil-outline",
    "other": "mdi6.circle-small",
}


@dataclass(frozen=True)
class Day:
    """The acts of one day, the newest first, under its title."""

    title: Message | str
    acts: tuple[Act, ...]


def days(acts: Sequence[Act], today: dt.date) -> list[Day]:
    """Return acts (the oldest first) by local day, the newest first; undated ones are the last."""
    ordered = list(reversed(acts))
    return [Day(_title(day, today), tuple(group)) for day, group in groupby(ordered, key=_day_of)]


def _day_of(act: Act) -> dt.date | None:
    return act.at.astimezone().date() if act.at is not None else None


def _title(day: dt.date | None, today: dt.date) -> Message | str:
    if day is None:
        return BEFORE
    if day == today:
        return tr("Today")
    if day == today - dt.timedelta(days=1):
        return tr("Yesterday")
    return day.isoformat()


def time_of(act: Act) -> str:
    """Return the local time of an act as HH:MM; nothing where it is not known."""
    return act.at.astimezone().strftime("%H:%M") if act.at is not None else ""
