"""The result of an analysis, with what every result says of its input."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from gridloom_analytics.analysis import Analysis, Inputs, Parameters
from gridloom_analytics.answers.sentences import bilingual, paragraph
from gridloom_analytics.result import Method, Result
from gridloom_layers.language import Message


def answered(
    analysis: Analysis,
    inputs: Inputs,
    parameters: Parameters,
    seed: int,
    *,
    primary: pd.DataFrame,
    method: Method,
    summary: Iterable[Message],
    warnings: Iterable[Message] = (),
    **further: Any,
) -> Result:
    """Return a result; ``further`` are any other fields of :class:`Result`."""
    return Result(
        analysis=analysis.name,
        layer=inputs.name,
        primary=primary,
        parameters=parameters.model_dump(mode="json"),
        seed=seed,
        method=method,
        summary=paragraph(summary),
        crs=inputs.crs,
        data_date=inputs.data_date,
        warnings=(*inputs.warnings, *bilingual(warnings)),
        persons=inputs.persons,
        **further,
    )
