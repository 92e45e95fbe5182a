"""Dates in every form that departments write, decided for a whole column."""

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_layers.importing.dates import DateEvidence, DateStyle, read_dates
from gridloom_layers.importing.texts import as_text


def read(values: list[str | None], *, serial: bool = False) -> list[str | None]:
    """Read a column as an import does; return ISO texts, “!” for what is unreadable."""
    text = as_text(pa.array(values, pa.string()))
    evidence = DateEvidence()
    evidence.observe(text)
    found = read_dates(text, evidence.style(serial=serial))
    texts = np.datetime_as_string(found.values)
    return [
        "!" if bad else None if value == "NaT" else str(value)
        for value, bad in zip(texts, found.unreadable, strict=True)
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2015-01-05", "2015-01-05T00:00:00"),
        ("2015/1/5", "2015-01-05T00:00:00"),
        ("2015.1.5", "2015-01-05T00:00:00"),
        ("20150105", "2015-01-05T00:00:00"),
        ("2015年1月5日", "2015-01-05T00:00:00"),
        ("２０１５年１月５日", "2015-01-05T00:00:00"),
        ("2015-01-05 13:04", "2015-01-05T13:04:00"),
        ("2015-01-05T13:04:05.250+08:00", "2015-01-05T13:04:05"),
        ("2015-01-05T13:04:05Z", "2015-01-05T13:04:05"),
        ("20150105130405", "2015-01-05T13:04:05"),
        ("2015/1/5 下午 3:04:05", "2015-01-05T15:04:05"),
        ("2015年1月5日13时4分5秒", "2015-01-05T13:04:05"),
        ("01/13/2015 12:19:31 AM", "2015-01-13T00:19:31"),
        ("01/13/2015 12:04:48 PM", "2015-01-13T12:04:48"),
        ("13/01/2015", "2015-01-13T00:00:00"),
        ("1040101", "2015-01-01T00:00:00"),
        ("104/01/01", "2015-01-01T00:00:00"),
        ("民國104年1月1日", "2015-01-01T00:00:00"),
        ("110420", "1922-04-20T00:00:00"),
        ("2015年1月", "2015-01-01T00:00:00"),
        ("199001", "1990-01-01T00:00:00"),
        ("0000-00-00", None),
        ("", None),
    ],
)
def test_one_date_is_read(written: str, meant: str | None) -> None:
    assert read([written]) == [meant]


@pytest.mark.parametrize(
    "written", ["2015-02-30", "2015-13-01", "-2015-01-01", "Monday", "12", "2015-01-01 25:00", "x"]
)
def test_what_is_no_date_is_unreadable(written: str) -> None:
    assert read([written]) == ["!"]


def test_the_whole_column_decides_on_day_and_month() -> None:
    assert read(["01/02/2015", "25/02/2015"])[0] == "2015-02-01T00:00:00"
    assert read(["01/02/2015", "02/25/2015"])[0] == "2015-01-02T00:00:00"


def test_day_and_month_that_cannot_be_told_are_ambiguous() -> None:
    evidence = DateEvidence()
    evidence.observe(pa.array(["01/02/2015", "03/04/2015"]))
    assert (evidence.ambiguous, evidence.style(serial=False).order) == (True, "mdy")


def test_six_digits_beside_seven_are_a_roc_date() -> None:
    assert read(["1040101", "110420"]) == ["2015-01-01T00:00:00", "1922-04-20T00:00:00"]


def test_serial_dates_are_dates_in_spreadsheets_only() -> None:
    assert read(["42005", "42005.5"], serial=True) == ["2015-01-01T00:00:00", "2015-01-01T12:00:00"]
    assert read(["42005"]) == ["!"]


def test_a_month_without_a_day_is_noted() -> None:
    found = read_dates(pa.array(["2015年1月", "2015年1月5日"]), DateStyle())
    assert found.day_missing.tolist() == [True, False]


FORMS = ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日", "%Y-%m-%d %H:%M:%S"]


@given(
    st.lists(st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 1, 1)), min_size=1),
    st.sampled_from(FORMS),
)
def test_what_strftime_writes_is_read_as_pandas_does(moments: list[dt.datetime], form: str) -> None:
    texts = [moment.strftime(form) for moment in moments]
    expected = pd.to_datetime(pd.Series(texts), format=form).dt.strftime("%Y-%m-%dT%H:%M:%S")
    assert read(texts) == expected.tolist()


def test_every_plain_day_of_the_calendar_is_read_as_numpy_reads_it() -> None:
    days = np.arange(np.datetime64("0001-01-01"), np.datetime64("2500-01-01"))
    text = pa.array(np.datetime_as_string(days).tolist())
    assert (read_dates(text, DateStyle()).values == days).all()


@pytest.mark.parametrize(
    "written", ["2015-02-29", "2015-13-01", "2015-00-10", "0001-01-32", "2015-01-0x"]
)
def test_a_plain_day_that_the_calendar_lacks_is_unreadable_among_others(written: str) -> None:
    assert read(["2015-01-05", written, "2016-02-29", None]) == [
        "2015-01-05T00:00:00", "!", "2016-02-29T00:00:00", None,
    ]  # fmt: skip


def test_plain_days_tell_nothing_about_the_other_forms_of_their_column() -> None:
    plain, others = ["2015-01-05"] * 9, ["13/01/2015", "05/02/2015"]
    assert read([*plain, *others])[-2:] == ["2015-01-13T00:00:00", "2015-02-05T00:00:00"]
