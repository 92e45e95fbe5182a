"""What is said about a global statistic, and the Moran scatter plot."""

from gridloom_analytics.analyses.autocorrelation import ANALYSIS, AutocorrelationParameters
from gridloom_analytics.answers.autocorrelation.finding import Finding
from gridloom_analytics.answers.sentences import bilingual, figure
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.result import Method
from gridloom_layers.language import Message, tr

NAMES = {
    "moran": tr("Moran's I"),
    "geary": tr("Geary's C"),
    "general-g": tr("Getis-Ord G"),
    "join-counts": tr("join counts"),
}
WEIGHTS = {
    "moran": tr("Weights are row-standardised: each place counts its neighbours' mean."),
    "geary": tr("Weights are row-standardised: each place counts its neighbours' mean."),
    "general-g": tr("Weights are as they are, not row-standardised."),
    "join-counts": tr("Each pair of neighbours is one join."),
}
SIGNS = {
    "geary": tr("z has spdep's sign: above 0 where neighbours differ less than by chance."),
    "join-counts": tr("z of joins of unlike kinds is turned: above 0 where there are fewer."),
}


def value_summary(statistic: str, finding: Finding, title: Message, n: int) -> list[Message]:
    """Return the sentence that says what I, C or G shows, and no more."""
    figures = tr(
        "{name} {statistic}, by chance {expected}, {chance}, {n:,} places",
        name=NAMES[statistic],
        statistic=figure(finding.score.statistic),
        expected=figure(finding.score.expected),
        chance=finding.chance(),
        n=n,
    )
    sentence = _high_together if statistic == "general-g" else _like_together
    return [sentence(finding.alike, value=title, figures=figures)]


def _like_together(alike: int, **said: Message) -> Message:
    if alike > 0:
        return tr("Like values of “{value}” lie together, more than by chance: {figures}.", **said)
    if alike < 0:
        return tr(
            "Unlike values of “{value}” lie side by side, more than by chance: {figures}.", **said
        )
    return _nothing(**said)


def _high_together(alike: int, **said: Message) -> Message:
    if alike > 0:
        return tr("High values of “{value}” lie together, more than by chance: {figures}.", **said)
    if alike < 0:
        return tr(
            "High values of “{value}” lie together less than by chance; if anything, low ones do: "
            "{figures}.",
            **said,
        )
    return _nothing(**said)


def _nothing(**said: Message) -> Message:
    return tr(
        "Over the map as a whole, “{value}” shows neither like nor unlike values together beyond "
        "chance: {figures}. This does not rule out single clusters.",
        **said,
    )


def kinds_summary(unlike: Finding, title: Message, n: int) -> list[Message]:
    """Return the sentence that says what the joins of unlike kinds show, and no more."""
    figures = tr(
        "pairs of neighbours of different kinds {joins}, by chance {expected}, {chance}, "
        "{n:,} places",
        joins=figure(unlike.score.statistic),
        expected=figure(unlike.score.expected),
        chance=unlike.chance(),
        n=n,
    )
    return [_kinds_together(unlike.alike, value=title, figures=figures)]


def _kinds_together(alike: int, **said: Message) -> Message:
    if alike > 0:
        return tr(
            "Places of the same kind of “{value}” lie together, more than by chance: {figures}.",
            **said,
        )
    if alike < 0:
        return tr(
            "Different kinds of “{value}” lie side by side, more than by chance: {figures}.", **said
        )
    return tr(
        "Over the map as a whole, places of one kind of “{value}” lie neither together nor apart "
        "beyond chance: {figures}. This does not rule out single clusters.",
        **said,
    )


def value_method(parameters: AutocorrelationParameters, who: Message) -> Method:
    """Return how the statistic was found, with its conventions."""
    notes = [
        who,
        WEIGHTS[parameters.statistic],
        tr("Expected value, variance and z are under randomisation; p-values are two-sided."),
    ]
    if parameters.statistic in SIGNS:
        notes.append(SIGNS[parameters.statistic])
    if parameters.permutations:
        notes.append(
            tr(
                "The permutation p is from {draws:,} shuffles of all values over all places, "
                "twice the smaller tail's (r + 1) / (draws + 1), at most 1; it decides what is "
                "said.",
                draws=parameters.permutations,
            )
        )
    if parameters.bands and parameters.statistic != "join-counts":
        notes.append(
            tr("The correlogram takes pairs of places by distance, with binary weights; each p is "
               "of one band, not corrected for many.")
        )  # fmt: skip
    return Method(NAMES[parameters.statistic].both(), ANALYSIS.citation, bilingual(notes))


def scatter(title: Message) -> Chart:
    """Return the Moran scatter plot: each place's value against its neighbours' mean."""
    return Chart(
        kind="points",
        title=tr("Moran scatter plot of “{value}”", value=title).both(),
        x="standardised",
        x_title=tr("value, in standard deviations from the mean").both(),
        y_title=tr("mean of the neighbours").both(),
        series=(Series(column="lag", title=tr("places").both()),),
        zero=True,
    )
