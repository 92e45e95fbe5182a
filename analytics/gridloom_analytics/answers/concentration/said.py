"""What is said of a concentration: the sentence and the method."""

from gridloom_analytics.analyses.concentration import ANALYSIS, ConcentrationParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.concentration.spread import Spread
from gridloom_analytics.answers.sentences import bilingual, figure, title_of
from gridloom_analytics.result import Method
from gridloom_analytics.statistics.inequality.lorenz import lorenz
from gridloom_layers.language import Message, tr

Figures = dict[str, float]


def summary(
    inputs: Inputs, parameters: ConcentrationParameters, spread: Spread, figures: Figures
) -> list[Message]:
    """Return what was found, figure by figure."""
    said = [
        tr(
            "“{value}” over {n:,} areas: Gini {gini:.2f} (0: as expected everywhere; 1: all in "
            "one), Theil {theil:.3f}; it is as concentrated as if {equal} areas of the same size "
            "had all of it.",
            value=title_of(inputs, parameters.value),
            equal=figure(round(figures["equal_areas"], 1)),
            **{name: figures[name] for name in ("n", "gini", "theil")},
        ),
        _half(inputs, parameters, spread),
    ]
    if spread.groups is not None and figures["theil"] > 0:
        between = 100 * figures["theil_between"] / figures["theil"]
        said.append(
            tr(
                "{between:.0f} % of the inequality (Theil) lies between the {groups:,} wider "
                "areas, {within:.0f} % within them.",
                between=between,
                within=100 - between,
                groups=figures["groups"],
            )
        )
    if spread.other is not None and parameters.other is not None:
        said += _groups_said(inputs, parameters.value, parameters.other, figures)
    return said


def _half(inputs: Inputs, parameters: ConcentrationParameters, spread: Spread) -> Message:
    """Say how much of what is expected holds the upper half of the total."""
    x, y = lorenz(spread.values, spread.against)
    place = int((y < 0.5).sum())
    reached = x[place - 1] + (x[place] - x[place - 1]) * (0.5 - y[place - 1]) / (
        y[place] - y[place - 1]
    )
    percent = figure(round(100 * (1 - reached), 1))
    if parameters.against is None:
        return tr("Half of the total is in {percent} % of the areas.", percent=percent)
    return tr(
        "Half of the total is where {percent} % of “{column}” are.",
        percent=percent,
        column=title_of(inputs, parameters.against),
    )


def _groups_said(inputs: Inputs, one: str, other: str, figures: Figures) -> list[Message]:
    names = {"one": title_of(inputs, one), "other": title_of(inputs, other)}
    return [
        tr(
            "{percent:.1f} % of “{one}” would have to move for it to be spread like “{other}” "
            "(dissimilarity {index:.2f}).",
            percent=100 * figures["dissimilarity"],
            index=figures["dissimilarity"],
            **names,
        ),
        tr(
            "Of both together, on average {isolation:.0f} % in an area of “{one}” are of its own "
            "kind (isolation); over all areas {expected:.0f} % would be expected.",
            isolation=100 * figures["isolation"],
            expected=100 * figures["share_of_both"],
            one=names["one"],
        ),
    ]


def method(inputs: Inputs, parameters: ConcentrationParameters) -> Method:
    """Return the method with its conventions."""
    notes = [
        tr("Each area is expected to have the same.")
        if parameters.against is None
        else tr(
            "Each area is expected to have its part of “{column}”.",
            column=title_of(inputs, parameters.against),
        ),
        tr("A quotient of 1 is as expected, 2 is twice that; an area adds s ln (s / q) to Theil's "
           "T, with s its share and q the share expected."),
        tr("The figures describe these areas and depend on how they are drawn; there is no test "
           "of chance."),
    ]  # fmt: skip
    if parameters.other is not None:
        notes.append(
            tr("Isolation and exposure take the two groups together as all persons of an area.")
        )
    return Method(
        tr("Gini, Theil's T, Herfindahl, location quotient, dissimilarity").both(),
        ANALYSIS.citation,
        bilingual(notes),
    )
