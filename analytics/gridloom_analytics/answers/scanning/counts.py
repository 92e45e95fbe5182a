"""Columns of counts as a scan needs them: whole, not negative, known."""

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.naming import names_of
from gridloom_analytics.answers.sites import amounts as not_negative
from gridloom_analytics.answers.sites import valueless
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

WHOLE = 1e-9
"""Counts this near to a whole number are one: they were added up as floats."""


def amounts(inputs: Inputs, column: str) -> Floats:
    """Return a column that must not be negative nor empty, NaN where a row has no value."""
    values = not_negative(inputs, column)
    if np.isnan(values).all():
        raise BadInput(
            "all-missing",
            tr("The column “{column}” has no value in any row.", column=column),
            Where(layer=inputs.name, column=column),
            tr("Choose another column, or fill this one."),
        )
    return values


def counts(inputs: Inputs, column: str) -> Floats:
    """Return a column of whole numbers from 0 on, NaN where it has no value."""
    values = amounts(inputs, column)
    refuse(
        inputs,
        np.abs(values - np.rint(values)) > WHOLE * np.maximum(1.0, np.abs(values)),
        column,
        "not-whole",
        tr("“{column}” is not a whole number, but cases are counted.", column=column),
        tr("Give counts of cases, not rates, shares or sums of parts."),
    )
    return np.rint(values)


def refuse(
    inputs: Inputs, at_fault: Flags, column: str, code: str, fault: Message, hint: Message
) -> None:
    """Raise ``BadInput`` that names the first row ``at_fault``, if there is any."""
    if not at_fault.any():
        return
    first = int(np.argmax(at_fault))
    count = int(at_fault.sum())
    raise BadInput(
        code,
        tr_n(
            "{fault} That is so in {count:,} row: “{row}”.",
            "{fault} That is so in {count:,} rows, the first of them “{row}”.",
            count,
            fault=fault,
            row=names_of(inputs)[first],
        ),
        Where(layer=inputs.name, column=column),
        hint,
    )


def left_out(rows: Flags, missing: Flags) -> tuple[Message, ...]:
    """Return the warning that some of the ``rows`` have no value, where some have none."""
    return valueless(int((rows & missing).sum()))
