"""Answers as JSON and as lines; progress as JSON lines."""

import datetime as dt
import io
import json
from pathlib import PurePosixPath

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_desktop.command.answer import Answer, Table, envelope, plain
from gridloom_desktop.command.output import sentence, write_outcome
from gridloom_desktop.command.steps import paced, shown_on
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr, use_language
from gridloom_layers.progress import Step


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("inf"), None),
        (np.float64("nan"), None),
        (np.int64(3), 3),
        (np.array([1.5, np.nan]), [1.5, None]),
        (dt.date(2026, 1, 1), "2026-01-01"),
        (PurePosixPath("甲/乙"), "甲/乙"),
        ({1: (True, None)}, {"1": [True, None]}),
    ],
)
def test_values_become_what_json_has(value, expected) -> None:
    assert plain(value) == expected


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text() | st.dates(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_every_answer_is_strict_json(data) -> None:
    text = json.dumps(envelope(Answer(data)), allow_nan=False)
    assert json.loads(text)["ok"] is True


def test_a_table_keeps_whole_numbers_readable() -> None:
    out = io.StringIO()
    table = Table(tr("Links"), ("rows",), [(1_234_567,), (None,), (0.12345,)])
    write_outcome(Answer(None, [table]), as_json=False, out=out, err=out)
    assert [line.strip() for line in out.getvalue().splitlines()][-3:] == [
        "1,234,567",
        "–",
        "0.1235",
    ]


def test_a_sentence_names_the_place_once() -> None:
    use_language("en")
    error = BadInput("x", tr("“{file}” is empty.", file="a.csv"), Where(file="d/a.csv", row=3))
    assert sentence(error) == "row 3: “a.csv” is empty."


def test_progress_as_json_is_a_line_a_step() -> None:
    err = io.StringIO()
    with shown_on(err, as_json=True) as progress:
        progress.report("read", 5, 10)
    line = json.loads(err.getvalue())
    assert line == {"step": "read", "done": 5, "total": 10, "message": None, "told": "Reading"}


def test_a_pipe_gets_no_progress() -> None:
    err = io.StringIO()
    with shown_on(err, as_json=False) as progress:
        progress.report("read", 5, 10)
    assert err.getvalue() == ""


def test_quick_reports_are_thinned_but_for_the_last() -> None:
    shown: list[int] = []
    show = paced(lambda step: shown.append(step.done))
    for done in range(1, 1001):
        show(Step("read", done, 1000))
    assert shown[0] == 1 and shown[-1] == 1000 and len(shown) < 100
