"""What is said of values on other areas."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.apportion import ANALYSIS, ApportionParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.apportion.sharing import Sharing
from gridloom_analytics.answers.sentences import bilingual, called, figure, title_of
from gridloom_analytics.result import Method
from gridloom_layers.language import Message, tr, tr_n

NEGLIGIBLE = 5e-5
"""A smaller share of a total is 0.0 %: it is not worth a sentence."""


def summary(
    inputs: Inputs,
    source: Inputs,
    parameters: ApportionParameters,
    sharing: Sharing,
    totals: pd.DataFrame,
) -> list[Message]:
    """Return what was shared out, and how much of it arrived."""
    said = [
        tr(
            "Values of {sources:,} areas of “{source}” are on {reached:,} of {targets:,} areas of "
            "“{layer}”, {how}.",
            sources=len(source.layer),
            source=called(source),
            reached=int((sharing.covered > 0).sum()),
            targets=len(inputs.layer),
            layer=called(inputs),
            how=_how(inputs, parameters),
        )
    ]
    said += [_arrived(source, row) for row in totals.to_dict("records")]
    return said


def _arrived(source: Inputs, row: Mapping[str, Any]) -> Message:
    """Return how much of one count came to an area of the layer."""
    title = title_of(source, row["value"])
    if np.isnan(row["unallocated"]):
        return tr("All but a few of “{value}” arrived.", value=title)
    if not row["total"]:
        return tr("“{value}” is 0 in all areas: there is nothing to share out.", value=title)
    share = row["unallocated"] / row["total"]
    if share < NEGLIGIBLE:
        return tr("All {total} of “{value}” arrived.", total=figure(row["total"]), value=title)
    return tr(
        "Of {total} of “{value}”, {allocated} arrived; {unallocated} ({share:.1%}) lie outside all "
        "of these areas.",
        total=figure(row["total"]),
        value=title,
        allocated=figure(row["allocated"]),
        unallocated=figure(row["unallocated"]),
        share=share,
    )


def _how(inputs: Inputs, parameters: ApportionParameters) -> Message:
    buildings = inputs.layers.get("buildings")
    if buildings is None:
        return tr("shared out by land")
    if parameters.building_weight is None:
        return tr("shared out by the floor area of buildings")
    weight = title_of(buildings, parameters.building_weight)
    return tr("shared out by “{weight}” of buildings", weight=weight)


def warnings_of(
    source: Inputs, values: Mapping[str, npt.NDArray[np.float64]], sharing: Sharing
) -> list[Message]:
    """Return which values and places are missing."""
    found = []
    for name, one in values.items():
        if missing := int(np.isnan(one).sum()):
            found.append(
                tr_n(
                    "{count:,} area of “{layer}” has no value in “{column}” and adds nothing to "
                    "it.",
                    "{count:,} areas of “{layer}” have no value in “{column}” and add nothing to "
                    "it.",
                    missing,
                    layer=called(source),
                    column=title_of(source, name),
                )
            )
    if unreached := int((~(sharing.covered > 0)).sum()):
        found.append(
            tr_n(
                "{count:,} area that no source reaches has no value.",
                "{count:,} areas that no source reaches have no value.",
                unreached,
            )
        )
    return found


def method(source: Inputs, parameters: ApportionParameters) -> Method:
    """Return how values were shared out."""
    notes = []
    if parameters.counts:
        notes.append(
            tr(
                "A count is shared out in proportion, so that the shares of each source add up to "
                "it; it is taken to be spread evenly over what it is shared by."
            )
        )
    if parameters.rates:
        notes.append(_rates_note(source, parameters))
    if parameters.buildings is None:
        return Method(tr("Areal weighting").both(), ANALYSIS.citation, bilingual(notes))
    notes.append(tr("A building lies where its centroid does; on a border it is not cut."))
    return Method(tr("Dasymetric mapping by buildings").both(), ANALYSIS.citation, bilingual(notes))


def _rates_note(source: Inputs, parameters: ApportionParameters) -> Message:
    if parameters.rate_weight is not None:
        weight = title_of(source, parameters.rate_weight)
        return tr("A rate is the mean of its sources, weighted by their “{weight}” in the area.",
                  weight=weight)  # fmt: skip
    return tr("A rate is the mean of its sources, weighted by their land in the area.")
