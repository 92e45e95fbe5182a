"""Time limits of cases: urgent hours, working hours, working days, calendar days."""

import datetime as dt
from functools import cache

import chinese_calendar
import numpy as np
import numpy.typing as npt

Minutes = npt.NDArray[np.int64]
FIRST_DAY, LAST_DAY = dt.date(2024, 1, 1), dt.date(2026, 12, 31)
OPENS, WORKING_DAY = 9 * 60, 8 * 60
DAY = 24 * 60


@cache
def _worked_before() -> Minutes:
    """Return the working minutes before each day from ``FIRST_DAY`` on (one entry more)."""
    days = [FIRST_DAY + dt.timedelta(n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]
    worked = [WORKING_DAY * chinese_calendar.is_workday(day) for day in days]
    return np.concatenate([[0], np.cumsum(worked)])


def after_working_minutes(start: Minutes, minutes: Minutes) -> Minutes:
    """Return when ``minutes`` of office time have passed; all in minutes since ``FIRST_DAY``."""
    before = _worked_before()
    day, clock = np.divmod(start, DAY)
    today = before[day + 1] - before[day]
    goal = before[day] + np.minimum(np.clip(clock - OPENS, 0, WORKING_DAY), today) + minutes
    last = np.searchsorted(before, goal, side="left") - 1
    return last * DAY + OPENS + goal - before[last]


def due(start: Minutes, kind: npt.NDArray[np.object_], limit: Minutes) -> Minutes:
    """Return when cases accepted at ``start`` are due; ``kind`` is one of the four of domain.md."""
    plain = start + limit * np.where(kind == "calendar_days", DAY, 60)
    minutes = limit * np.where(kind == "working_days", WORKING_DAY, 60)
    office = np.isin(kind, ("working_hours", "working_days"))
    return np.where(office, after_working_minutes(start, np.maximum(minutes, 1)), plain)
