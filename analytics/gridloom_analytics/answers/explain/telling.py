"""What is said of the correlations and fits of a value, and what must not be read into them."""

from collections.abc import Iterable, Sequence

import numpy as np

from gridloom_analytics.answers.explain.correlations import Correlation
from gridloom_analytics.answers.explain.models import Models
from gridloom_analytics.answers.explain.tables import significant
from gridloom_analytics.answers.explain.variables import Variables
from gridloom_analytics.answers.sentences import figure, p_text
from gridloom_analytics.cartography.classes import number
from gridloom_analytics.statistics.comparing.correlation import CLASSES
from gridloom_analytics.statistics.regression.ordinary import OrdinaryFit
from gridloom_analytics.statistics.regression.spatial import SpatialFit
from gridloom_analytics.statistics.regression.weighted import LocalFit
from gridloom_layers.language import Listing, Message, listed, tr

NAMED = 3
"""How many columns the summary speaks of."""
LEVEL = 0.05
BETTER = 3.0
"""An AICc lower by more than this speaks for the local fits (Fotheringham et al. 2002)."""
INFLATED, ILL_CONDITIONED = 10.0, 30.0
"""Usual bounds of the variance inflation factor and of the condition number."""


def summary(found: Variables, each: Sequence[Correlation], models: Models) -> list[Message]:
    """Return the sentences that say what was found."""
    value, *others = found.titles
    n, named = len(found.y), list(zip(others, each, strict=True))[:NAMED]
    said = [_correlation(value, title, one, n) for title, one in named]
    said.append(
        tr(
            "A line on {columns} accounts for {share:.0f} % of the variation of “{value}”.",
            columns=_quoted(others),
            share=100 * models.line.r2,
            value=value,
        )
    )
    if len(others) > 1:
        said += [_coefficient(found, models.line, at) for at in range(len(named))]
    said += _space(found, models)
    if models.local is not None:
        said.append(_local(found, models.line.aicc - models.local.aicc, models.local))
    return said


def _quoted(titles: Iterable[Message]) -> Listing:
    """Return the titles of columns in quotation marks, as one enumeration."""
    return listed([tr("“{column}”", column=title) for title in titles])


def _correlation(value: Message, x: Message, one: Correlation, n: int) -> Message:
    shown = {"value": value, "x": x, "r": number(one.r, 2), "ranks": number(one.rank_r, 2)}
    if np.isnan(one.spatial.effective_n):
        return tr(
            "The correlation of “{x}” and “{value}” is {r} (of ranks: {ranks}), but it cannot be "
            "tested: from how alike places are at each distance, no number of independent ones "
            "follows.",
            **shown,
        )
    if np.isnan(one.spatial.p):
        return tr(
            "The correlation of “{x}” and “{value}” is {r} (of ranks: {ranks}), but it cannot be "
            "tested: {n:,} places like their neighbours are worth no more than two independent "
            "ones.",
            n=n,
            **shown,
        )
    worth = min(one.spatial.effective_n, n)  # neighbours that differ are worth more than n
    shown |= {"n": f"{n:,}", "worth": f"{worth:,.0f}"}
    shown["p"] = p_text(one.spatial.p)
    if one.spatial.p >= LEVEL:
        return tr(
            "No correlation of “{x}” and “{value}” is shown: {r} (of ranks: {ranks}), {p}, as "
            "{n} places like their neighbours are worth {worth} independent ones.",
            **shown,
        )
    if one.r > 0:
        return tr(
            "“{value}” is higher where “{x}” is higher: correlation {r} (of ranks: {ranks}), {p}, "
            "although {n} places like their neighbours are worth {worth} independent ones.",
            **shown,
        )
    return tr(
        "“{value}” is lower where “{x}” is higher: correlation {r} (of ranks: {ranks}), {p}, "
        "although {n} places like their neighbours are worth {worth} independent ones.",
        **shown,
    )


def uneven(line: OrdinaryFit) -> bool:
    """Tell whether the residuals' spread differs, so that robust errors are to be used."""
    return line.tests["koenker_bassett"].p < LEVEL


def _coefficient(found: Variables, line: OrdinaryFit, at: int) -> Message:
    p = (line.robust_p if uneven(line) else line.p)[at + 1]
    shown = {"x": found.titles[at + 1], "p": p_text(p)}
    if p >= LEVEL:
        return tr("Of “{x}” no contribution of its own is shown ({p}).", **shown)
    return tr(
        "One unit more of “{x}” goes with {change} of “{value}”, the others being equal ({p}).",
        change=_signed(line.coefficients[at + 1]),
        value=found.titles[0],
        **shown,
    )


def _signed(number: float) -> str:
    """Return a coefficient with its sign and two digits: exact ones tell of single places."""
    return ("+" if number > 0 else "−") + figure(float(f"{abs(number):.1e}"))


def _space(found: Variables, models: Models) -> list[Message]:
    """Tell whether what is left over lies in space, and what the model with neighbours says."""
    moran = models.line.tests["moran_residuals"]
    if not moran.p < LEVEL:  # nor where there is none
        return []
    shown = {"i": number(moran.statistic, 2), "p": p_text(moran.p)}
    if moran.statistic < 0:
        return [
            tr(
                "What is left over differs between neighbours more than by chance (Moran's I "
                "{i}, {p}).",
                **shown,
            )
        ]
    said = [
        tr(
            "What is left over is alike among neighbours (Moran's I {i}, {p}): something that lies "
            "in space is missing, and the line looks surer than it is.",
            **shown,
        )
    ]
    return [*said, *([_with_neighbours(found, models.spatial)] if models.spatial else [])]


KINDS = {
    "lag": tr("the value of neighbours in it (spatial lag model)"),
    "error": tr("what is left over of neighbours in it (spatial error model)"),
}


def _with_neighbours(found: Variables, fit: SpatialFit) -> Message:
    kept = [found.titles[at] for at in range(1, len(found.titles)) if fit.p[at] < LEVEL]
    if not kept:
        return tr("With {neighbours}, no column keeps a contribution that is shown.",
                  neighbours=KINDS[fit.kind])  # fmt: skip
    return tr(
        "With {neighbours}, a contribution is still shown of {columns}.",
        neighbours=KINDS[fit.kind],
        columns=_quoted(kept),
    )


def _local(found: Variables, gain: float, local: LocalFit) -> Message:
    """Tell whether local coefficients, whose AICc is lower by ``gain``, explain more."""
    if gain <= BETTER:
        return tr(
            "That the relation differs from place to place is not shown: local coefficients "
            "explain no more than one line for all (AICc)."
        )
    widest = int(np.argmax(_relative_range(local.coefficients, found))) + 1
    return tr(
        "The relation differs from place to place (AICc lower by {gain}): the coefficient of "
        "“{x}” runs from {low} to {high} and is significant in {places:,} of {n:,} places.",
        gain=figure(gain),
        x=found.titles[widest],
        low=_signed(local.coefficients[:, widest].min()),
        high=_signed(local.coefficients[:, widest].max()),
        places=int(significant(local)[widest]),
        n=len(found.y),
    )


def _relative_range(coefficients: np.ndarray, found: Variables) -> np.ndarray:
    """Return how much each coefficient varies, in the unit of the value."""
    return np.ptp(coefficients[:, 1:], axis=0) * found.x.std(axis=0)


def caution() -> Message:
    """Return what must not be read into any such result."""
    return tr(
        "What goes together need not be cause and effect; what holds for areas need not hold for "
        "the persons in them; other areas or levels may give other figures."
    )


def line_warnings(line: OrdinaryFit, columns: int) -> list[Message]:
    """Return what speaks against taking the line's figures as they are."""
    found = []
    if columns > 1 and (line.condition > ILL_CONDITIONED or max(line.inflation) > INFLATED):
        found.append(
            tr(
                "The columns say much the same (greatest VIF {vif}, condition number {number}): "
                "which of them matters cannot be told apart well.",
                vif=figure(float(max(line.inflation))),
                number=figure(line.condition),
            )
        )
    if uneven(line):
        found.append(
            tr(
                "What is left over spreads unevenly (Koenker-Bassett {p}): use robust_error and "
                "robust_p.",
                p=p_text(line.tests["koenker_bassett"].p),
            )
        )
    if line.tests["jarque_bera"].p < LEVEL:
        found.append(
            tr(
                "What is left over is not normal (Jarque-Bera {p}): a few extreme places may "
                "decide; look at the scatter.",
                p=p_text(line.tests["jarque_bera"].p),
            )
        )
    return found


def local_warnings(models: Models) -> list[Message]:
    """Return where local coefficients cannot be told apart, if the columns are alike there."""
    if models.local is None:
        return []
    alike = int((models.local.condition > ILL_CONDITIONED).sum())
    if not alike:
        return []
    return [
        tr(
            "In {count:,} of {n:,} places the columns say much the same (local condition number "
            "over 30): do not read their local coefficients one by one.",
            count=alike,
            n=len(models.local.condition),
        )
    ]


def notes(who: Message, models: Models) -> list[Message]:
    """Return the conventions on record."""
    said = [
        who,
        tr(
            "p of a correlation is Dutilleul's modified t-test with {classes} distance classes; "
            "p_independent takes places as independent and is too small where they are not.",
            classes=CLASSES,
        ),
        tr(
            "The line is by least squares; p-values are two-sided, robust_error is White's (HC1), "
            "std_residual is internally studentised."
        ),
        tr("Do not use the line beyond the range of the columns it was found in."),
    ]
    if models.spatial is not None:
        said.append(
            tr(
                "The model with neighbours is by moments and robust to uneven spread (spreg: "
                "GM_Lag with White's errors, GM_Error_Het)."
            )
        )
    if models.bandwidth is not None:
        said.append(
            tr(
                "Local fits are bisquare over the {places:,} nearest places (least AICc, as in "
                "mgwr); a local t counts beyond {critical} (da Silva & Fotheringham).",
                places=models.bandwidth.places,
                critical=figure(models.local.critical_t) if models.local else "–",
            )
        )
    return said
