"""What is said of a comparison: sentences, warnings, method."""

from gridloom_analytics.analyses.compare import ANALYSIS, CompareParameters
from gridloom_analytics.answers.compare.columns import Column
from gridloom_analytics.answers.sentences import bilingual, figure, p_text
from gridloom_analytics.result import Method
from gridloom_layers.language import Message, tr, tr_n

Figures = dict[str, float | int | str | None]


def areas_summary(
    one: Column, two: Column, figures: Figures, parameters: CompareParameters
) -> list[Message]:
    """Return what was found of the same areas."""
    names = {"first": one.title, "second": two.title}
    said = [_overall(names, figures)]
    if "more" in figures:
        said.append(_changed(figures, parameters))
    if (r := _known(figures, "spearman")) is not None:
        said.append(_similarity(r, figures))
    return said


def _overall(names: dict[str, Message], figures: Figures) -> Message:
    low, high = _known(figures, "ratio_low"), _known(figures, "ratio_high")
    ratio = _known(figures, "ratio")
    if ratio is None or low is None or high is None:
        return tr(
            "Over {n:,} areas, from “{first}” to “{second}” the mean difference is {difference}.",
            n=figures["n"],
            difference=figure(_known(figures, "mean_difference") or 0.0),
            **names,
        )
    return tr(
        "Over {n:,} areas together, “{second}” is {ratio} times “{first}” (95 % interval "
        "{low} to {high}).",
        n=figures["n"],
        ratio=figure(ratio),
        low=figure(low),
        high=figure(high),
        **names,
    )


def _changed(figures: Figures, parameters: CompareParameters) -> Message:
    tally = {name: figures[name] for name in ("more", "less", "none")}
    if not tally["more"] and not tally["less"]:
        return tr(
            "No single area differs more than chance could make it (5 % false discovery rate); "
            "this does not show that nothing changed."
        )
    if parameters.expected == "overall":
        return tr(
            "Areas with more than the change of all together and chance could give: {more:,}; with "
            "less: {less:,}; that do not stand out: {none:,} (5 % false discovery rate).",
            **tally,
        )
    return tr(
        "Areas with more than chance could give: {more:,}; with less: {less:,}; where no change "
        "stands out: {none:,} (5 % false discovery rate).",
        **tally,
    )


def _similarity(r: float, figures: Figures) -> Message:
    p, size = _known(figures, "spearman_p"), _known(figures, "spearman_effective_n") or 0.0
    values = {
        "r": r,
        "size": round(min(size, float(figures["n"] or 0))),  # neighbours that differ make it more
        "top": 100 * (_known(figures, "shared_top") or 0.0),
        "chance": 100 * (_known(figures, "shared_top_by_chance") or 0.0),
    }
    if p is None:
        return tr(
            "The rank correlation of both maps is {r:.2f}, but it cannot be tested: from how alike "
            "areas are at each distance, no more than two independent ones follow; of the highest "
            "tenth, {top:.0f} % are the same areas.",
            **{name: values[name] for name in ("r", "top")},
        )
    return tr(
        "The rank correlation of both maps is {r:.2f} ({p}, as if from {size:,} independent "
        "areas); of the highest tenth, {top:.0f} % are the same areas (by chance {chance:.0f} %).",
        p=p_text(p),
        **values,
    )


def _known(figures: Figures, name: str) -> float | None:
    found = figures.get(name)
    return float(found) if isinstance(found, (int, float)) else None


def areas_warnings(one: Column, two: Column, figures: Figures) -> list[Message]:
    """Say where there is no ratio, and where the correlation is left out."""
    found = []
    if nothing := int(((one.values == 0) & (two.values != 0)).sum()):
        found.append(
            tr_n(
                "{count:,} area has 0 first, so it has no ratio.",
                "{count:,} areas have 0 first, so they have no ratio.",
                nothing,
            )
        )
    if never := int(((one.values == 0) & (two.values == 0)).sum()):
        found.append(
            tr_n(
                "{count:,} area has 0 both times and is not tested.",
                "{count:,} areas have 0 both times and are not tested.",
                never,
            )
            if "more" in figures
            else tr_n(
                "{count:,} area has 0 both times.", "{count:,} areas have 0 both times.", never
            )
        )
    if "spearman" not in figures:
        found.append(
            tr("How alike both maps are is not told: that takes between 10 and 50,000 areas with "
               "a place in a projected system, and values that differ.")
        )  # fmt: skip
    return found


def areas_method(parameters: CompareParameters, *, counts: bool) -> Method:
    """Return the method of comparing the same areas."""
    notes = [
        tr("The correlations are tested with the number of independent areas that they are worth "
           "(Dutilleul's modified t-test, 13 classes of distance); p-values are two-sided."),
    ]  # fmt: skip
    if counts:
        against = (
            tr("The test asks for a ratio other than that of all areas together.")
            if parameters.expected == "overall"
            else tr("The test asks for a ratio other than 1.")
        )
        notes = [
            tr("Ratios of counts are second over first, with exact conditional 95 % intervals; p "
               "is exact, two-sided (twice the smaller tail) and not corrected; the corrected p is "
               "so for the number of areas."),
            against,
            tr("The counts are taken as independent cases; where cases come in clusters, the "
               "intervals are too narrow."),
            *notes,
        ]  # fmt: skip
        name = tr("Ratio of counts, exact")
    else:
        name = tr("Differences and ratios of values")
        notes.insert(0, tr("Values that are no counts are compared without a test by area."))
    return Method(name.both(), ANALYSIS.citation, bilingual(notes))
