"""What slices and periods of time are called, and the condition on the rows in them."""

import datetime as dt

from gridloom_desktop.window.model.charts.wording import between
from gridloom_desktop.window.model.time.axis import TimeAxis
from gridloom_desktop.window.model.time.view import Step
from gridloom_layers.language import Message, tr

LONGEST_MONTH = 31
STEP_TITLES: dict[Step, Message] = {
    "hour": tr("hour"),
    "day": tr("day"),
    "week": tr("week"),
    "month": tr("month"),
    "quarter": tr("quarter"),
    "year": tr("year"),
}


def slice_title(axis: TimeAxis, number: int) -> Message:
    """Return what a slice is called, as in “week 11, 2015”."""
    begin = axis.begin(number)
    if axis.step is None and not _is_month(axis, number):
        return tr("{first} to {last}", first=_day(begin), last=_day(_last_day(axis, number)))
    year, month = begin.year, begin.month
    if axis.step == "hour":
        return tr("{day}, {hour}:00", day=_day(begin), hour=f"{begin.hour:02}")
    if axis.step == "day":
        return _day(begin)
    if axis.step == "week":
        last = _last_day(axis, number)
        of = begin.isocalendar()
        return tr(
            "week {week}, {year} ({first} – {last})",
            week=of.week, year=of.year, first=f"{begin:%m-%d}", last=f"{last:%m-%d}",
        )  # fmt: skip
    if axis.step in (None, "month"):
        return tr("{year}-{month:02}", year=year, month=month)
    if axis.step == "quarter":
        return tr("quarter {quarter}, {year}", quarter=(month + 2) // 3, year=year)
    return tr("{year}", year=year)


def _is_month(axis: TimeAxis, number: int) -> bool:
    begin, after = axis.begin(number), axis.begin(number + 1)
    return begin.day == after.day == 1 and (after - begin).days <= LONGEST_MONTH


def _last_day(axis: TimeAxis, number: int) -> dt.datetime:
    return axis.begin(number + 1) - dt.timedelta(days=1)


def _day(day: dt.datetime) -> Message:
    return tr("{year}-{month:02}-{day:02}", year=day.year, month=day.month, day=day.day)


def period_title(axis: TimeAxis, period: range) -> Message:
    """Return what a period is called: its slice, or its first and last one."""
    if len(period) == 1:
        return slice_title(axis, period.start)
    first, last = _short_title(axis, period.start), _short_title(axis, period.stop - 1)
    return tr("{first} to {last}", first=first, last=last)


def _short_title(axis: TimeAxis, number: int) -> Message:
    if axis.step != "week":
        return slice_title(axis, number)
    of = axis.begin(number).isocalendar()
    return tr("week {week}, {year}", week=of.week, year=of.year)


def period_text(axis: TimeAxis, period: range, field: str) -> str:
    """Return the condition, in the language of expressions, that the rows of a period meet."""
    first, after = axis.begin(period.start), axis.begin(period.stop)
    if axis.step == "hour":
        return between(field, first, after)
    return between(field, first.date(), after.date())
