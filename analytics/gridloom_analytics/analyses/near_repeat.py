"""Near repeats: is another event near by and soon after one more likely than usual? (Knox)"""

from gridloom_analytics.analysis import Analysis, Output, Parameters, option
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


ANALYSIS = Analysis(
    name="near-repeat",
    group=tr("Space and time").msgid,
    title=tr("Near repeats"),
    summary=tr("Whether events are followed by others near by and soon after, and how long."),
    parameters=NearRepeatParameters,
    outputs=(
        Output("near-repeat", "layer", "point"),
        Output("pairs", "table"),
        Output("risk", "table"),
        Output("risk after an event", "chart"),
    ),
    citation="Knox 1964, Applied Statistics 13: 25-29; "
    "Ratcliffe & Rengert 2008, Security Journal 21: 58-76",
    function="gridloom_analytics.answers.near_repeat:near_repeat",
    geometry="point",
)
