"""Near repeats: is another event near by and soon after one more likely than usual? (Knox)"""

from gridloom_analytics.analysis import Analysis, Parameters, option
from gridloom_analytics.output import Output, columns, figures
from gridloom_layers.language import tr


class NearRepeatParameters(Parameters):
    """When events happened, the bands of distance and time, and the number of permutations."""

    time: str = option(
        "field", tr("When it happened"), of="layer", holds="time", default="reported_at"
    )
    where: str | None = option("expression", tr("Only rows where"), of="layer", default=None)
    distance: float = option(
        "distance", tr("Width of a distance band"), default=100.0, unit="m", gt=1
    )
    distance_bands: int = option("number", tr("Distance bands"), default=5, ge=1, le=50)
    days: float = option("number", tr("Days of a time band"), default=7.0, unit="d", gt=0)
    time_bands: int = option("number", tr("Time bands"), default=6, ge=1, le=50)
    # Each permutation looks at every pair near in space, up to tens of millions of them.
    permutations: int = option("number", tr("Permutations"), default=999, ge=99, le=99_999)


OUTPUTS = (
    Output(
        "near-repeat",
        "layer",
        tr("each event and its part in near repeats"),
        columns(
            role=tr("part in a near repeat"),
            followed_by=tr("events that follow near by"),
            follows=tr("events that it follows near by"),
        ),
        geometry="point",
    ),
    Output(
        "pairs",
        "table",
        tr("pairs of events by distance and days"),
        columns(
            "pairs", "p", "p_fdr",
            metres_from=tr("more than (m)"),
            metres_to=tr("distance up to (m)"),
            days_from=tr("more than (days)"),
            days_to=tr("days up to"),
            expected=tr("pairs by chance"),
            ratio=tr("observed over expected"),
            near_repeat=tr("more pairs than by chance"),
        ),
    ),
    Output(
        "risk",
        "table",
        tr("risk after an event, by days and distance"),
        {
            "days_to": tr("days up to"),
            "same_place": tr("risk at the same place"),
            "to_{metres}_m": tr("risk up to {metres} m away", metres="…"),
        },
    ),
    Output("risk after an event", "chart", tr("risk after an event, by days and distance")),
    *figures(
        columns(
            events=tr("events"),
            originators=tr("events that others follow"),
            repeats=tr("events that follow others"),
            near_repeat_bands=tr("bands with more pairs than by chance"),
        )
    ),
)  # fmt: skip

ANALYSIS = Analysis(
    name="near-repeat",
    group=tr("Space and time").msgid,
    title=tr("Near repeats"),
    summary=tr("Whether events are followed by others near by and soon after, and how long."),
    parameters=NearRepeatParameters,
    outputs=OUTPUTS,
    example="--set \"where=kind = '入室盗窃'\"",
    citation="Knox 1964, Applied Statistics 13: 25-29; "
    "Ratcliffe & Rengert 2008, Security Journal 21: 58-76",
    function="gridloom_analytics.answers.near_repeat:near_repeat",
    geometry="point",
)
