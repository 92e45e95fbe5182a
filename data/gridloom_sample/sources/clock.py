"""The one moment that every file carries as its time of making: files repeat bit for bit."""

import datetime as dt

MADE_AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
DATA_DATE = MADE_AT.date()
