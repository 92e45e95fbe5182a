"""Isolated or general: is one case alone, or one of many alike near by and at that time?"""

from typing import Annotated, Literal

from pydantic import BeforeValidator

from gridloom_analytics.analysis import Analysis, Parameters, option
from gridloom_analytics.output import Output, columns, figures
from gridloom_layers.language import tr

Absent = Annotated[str | None, BeforeValidator(lambda given: given or None)]
"""A field that may be left out, by an empty text too."""


class CaseParameters(Parameters):
    """The case, what counts as alike, near by and at that time, and what chance is."""

    event: str = option("expression", tr("The case: its code or the number of its row"))
    key: Absent = option("field", tr("Field of the code"), of="layer", default="code")
    time: str = option(
        "field", tr("When it happened"), of="layer", holds="time", default="reported_at"
    )
    kind: Absent = option("field", tr("Kind"), of="layer", holds="text", default="kind")
    closed: Absent = option(
        "field", tr("When it was closed"), of="layer", holds="time", default="closed_at"
    )
    where: str | None = option("expression", tr("Only rows where"), of="layer", default=None)
    distance: float | None = option(
        "distance", tr("Near by (nothing: chosen by the data)"), default=None, unit="m", gt=0
    )
    days: float = option("number", tr("Days before and after"), default=30.0, unit="d", gt=0)
    chance: Literal["times", "kinds"] = option(
        "choice",
        tr("What chance shuffles"),
        default="times",
        choices={
            "times": tr("the times of cases of this kind: is it more than usual here?"),
            "kinds": tr("the kinds of all cases: is it more than elsewhere?"),
        },
    )


OUTPUTS = (
    Output(
        "isolated-or-general",
        "layer",
        tr("each event and how it stands to the case"),
        columns(
            alike=tr("alike, near by and at that time"),
            relation=tr("relation to the case"),
            distance=tr("distance to the case (m)"),
            days=tr("days after the case"),
        ),
        geometry="point",
    ),
    Output(
        "comparisons",
        "table",
        tr("what chance would give, by each comparison"),
        columns(
            "p",
            chance=tr("what chance shuffles"),
            alike=tr("cases alike"),
            expected=tr("cases alike by chance"),
        ),
        words={
            "chance": {
                "times": tr("the times of cases"),
                "kinds": tr("the kinds of cases"),
                "even": tr("nothing: cases spread evenly in space and time"),
            }
        },
    ),
    Output(
        "alike",
        "table",
        tr("the cases alike, near by and at that time"),
        columns(
            row=tr("row"),
            distance=tr("distance to the case (m)"),
            days=tr("days after the case"),
            open=tr("still open"),
        ),
    ),
    Output("alike", "chart", tr("the cases alike by days and distance"), perhaps=True),
    *figures(columns("p")),
    Output(
        "verdict",
        "scalar",
        tr("finding"),
        words={
            "verdict": {
                "isolated": tr("isolated"),
                "general": tr("general"),
                "usual": tr("as usual"),
                "too-few": tr("too few to tell"),
            }
        },
    ),
    *figures(
        columns(
            alike=tr("cases alike"),
            open=tr("cases alike that are still open"),
            expected=tr("cases alike by chance"),
            metres=tr("distance that counts as near by (m)"),
            of_kind=tr("cases of this kind"),
        )
    ),
)

ANALYSIS = Analysis(
    name="isolated-or-general",
    group=tr("Space and time").msgid,
    title=tr("Isolated or general"),
    summary=tr("Whether a case is alone or one of many alike, near by and at that time."),
    parameters=CaseParameters,
    outputs=OUTPUTS,
    example="--set event=AJ202400000123",
    citation="Knox 1964, Applied Statistics 13: 25-29; Kulldorff & Hjalmars 1999, "
    "Biometrics 55: 544-552 (shuffled times); the permutation distribution is exact: "
    "hypergeometric",
    function="gridloom_analytics.answers.isolated_or_general:isolated_or_general",
    geometry="point",
)
