"""The residents by age and sex: ratios of each area, and the pyramid of all."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from gridloom_analytics.analyses.population import ANALYSIS, FIGURE_TITLES, PopulationParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.naming import NAMES
from gridloom_analytics.answers.sentences import bilingual, figure
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.disclosure import coarse
from gridloom_analytics.expressions import find_table
from gridloom_analytics.measures import counts_persons
from gridloom_analytics.preparing.workspace import workspace_inputs
from gridloom_analytics.queries import crosstab
from gridloom_analytics.queries.dimensions import MISSING
from gridloom_analytics.result import Method, Result
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Reading

GROUPS = ("female", "male", "youth", "working", "old")
"""The counts that all figures rest on."""
RATIOS = {
    "sex_ratio": (("male",), ("female",)),
    "youth_dependency": (("youth",), ("working",)),
    "old_dependency": (("old",), ("working",)),
    "dependency": (("youth", "old"), ("working",)),
    "ageing_index": (("old",), ("youth",)),
    "old_share": (("old",), ("youth", "working", "old")),
}
"""Each figure: what is counted, and per 100 of whom."""
PYRAMID = "age:" + ",".join(map(str, range(0, 90, 5)))
"""Bands of five years up to 84, as censuses have them."""
SEXES = {"F": "female", "M": "male"}


def population_inputs(
    store: Reading, layer: str | None, parameters: PopulationParameters, progress: Progress
) -> Inputs:
    """Return a layer with the counts of ``GROUPS`` in each area, and as tables those by age.

    The tables ``male`` and ``female`` count each area by bands of five years.
    """
    inputs = workspace_inputs(store, [], layer, progress)
    table = find_table(store, parameters.table)
    count = partial(crosstab, store, table.name, where=parameters.where)
    progress.report("count", 0, 5)
    ages = count(inputs.name, f"age:0,{parameters.working},{parameters.old}")
    progress.report("count", 1, 5)
    sexes = count(inputs.name, "sex")
    progress.report("count", 2, 5)
    everyone = count(PYRAMID, "sex")
    asked = "" if parameters.where is None else f"({parameters.where}) and "
    bands = {}
    for done, (code, sex) in enumerate(SEXES.items(), start=3):
        progress.report("count", done, 5)
        found = crosstab(store, table.name, inputs.name, PYRAMID, f"{asked}sex = '{code}'")
        bands[sex] = _bands(found).reindex(inputs.layer.index).fillna(0).astype("int64")
    counts = _counts(ages, sexes).reindex(inputs.layer.index).fillna(0).astype("int64")
    own = [name for name in NAMES if name in inputs.layer]
    frame = inputs.layer[[*own, inputs.layer.geometry.name]].join(counts)
    return replace(
        inputs,
        layer=frame,
        persons=counts if counts_persons(table) else None,
        tables=bands,
        warnings=(*inputs.warnings, *bilingual(_left_out(ages, sexes, everyone))),
    )


def _bands(table: pd.DataFrame) -> pd.DataFrame:
    """Return counts by bands of age without those that are missing or before birth."""
    known = [name for name in table if name != MISSING and not str(name).startswith("<")]
    return pd.DataFrame(table[known])


def _counts(ages: pd.DataFrame, sexes: pd.DataFrame) -> pd.DataFrame:
    youth, working, old = (_bands(ages).iloc[:, number] for number in range(3))
    counts = {name: sexes[code] for code, name in SEXES.items()}
    return pd.DataFrame({**counts, "youth": youth, "working": working, "old": old})


def _pyramid(bands: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the table of the pyramid: age, male, female, the youngest first."""
    sums = pd.DataFrame({sex: bands[sex].sum() for sex in ("male", "female")})
    return sums.rename_axis("age").reset_index()


def _left_out(ages: pd.DataFrame, sexes: pd.DataFrame, everyone: pd.DataFrame) -> list[Message]:
    """Say how many rows tell no age or sex, or lie in no area, to hundreds: they are persons."""
    total = int(everyone.to_numpy().sum())
    lost = {
        "age": total - int(_bands(ages).to_numpy().sum()),
        "sex": total - int(sexes[list(SEXES)].to_numpy().sum()),
    }
    if not any(lost.values()):
        return []
    known, whole = coarse(total - max(lost.values()), total)
    return [
        tr(
            "Up to {missing:,} of about {rows:,} rows have no age, no sex or no place at this "
            "level, and are missing from the figures by area.",
            missing=whole - known,
            rows=whole,
        )
    ]


def population(
    inputs: Inputs, parameters: PopulationParameters, seed: int, progress: Progress
) -> Result:
    """Return the figures of each area, per 100, null where there is nobody to divide by."""
    progress.report("compute", 0, 1)
    counts = pd.DataFrame(inputs.layer[list(GROUPS)])
    found = {name: _ratio(counts, *parts) for name, parts in RATIOS.items()}
    title = FIGURE_TITLES[parameters.figure]
    primary = pd.DataFrame(
        {"value": found[parameters.figure], **found, **counts}, index=inputs.layer.index
    )
    whole = counts.sum().to_frame().T
    figures = {name: _known(_ratio(whole, *parts)[0]) for name, parts in RATIOS.items()}
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=primary,
        method=_method(parameters),
        summary=_summary(counts, figures, found[parameters.figure], title),
        style=graduated(found[parameters.figure], title=title.both()),
        units=dict.fromkeys(("old_share",), "%"),
        scalars=figures,
        tables={"pyramid": _pyramid(inputs.tables)},
        charts={"pyramid": _chart()},
        guarded=("value", *RATIOS, *GROUPS),
    )


def _ratio(counts: pd.DataFrame, above: tuple[str, ...], below: tuple[str, ...]) -> np.ndarray:
    parts, of = (counts[list(names)].sum(axis=1).to_numpy(float) for names in (above, below))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(of > 0, 100 * parts / of, np.nan)


def _known(number: float) -> float | None:
    return float(number) if np.isfinite(number) else None


def _summary(
    counts: pd.DataFrame, figures: dict[str, float | None], values: np.ndarray, title: Message
) -> list[Message]:
    if figures["old_share"] is None or figures["dependency"] is None:
        return [tr("No area has residents whose age is known.")]
    said = [
        tr(
            "Of {n:,} residents {old} % are older persons; to 100 of working age there are "
            "{dependency} children and older persons.",
            n=int(counts[["youth", "working", "old"]].to_numpy().sum()),
            old=figure(round(figures["old_share"], 1)),
            dependency=figure(round(figures["dependency"], 1)),
        )
    ]
    if figures["sex_ratio"] is not None:
        said.append(
            tr("To 100 females there are {ratio} males.",
               ratio=figure(round(figures["sex_ratio"], 1)))
        )  # fmt: skip
    known = values[np.isfinite(values)]
    if len(known):
        said.append(
            tr(
                "By area, {title}: from {low} to {high}, in half of {n:,} areas at most {median}.",
                title=title,
                n=len(known),
                low=figure(float(known.min())),
                high=figure(float(known.max())),
                median=figure(float(np.median(known))),
            )
        )
    return said


def _chart() -> Chart:
    return Chart(
        kind="pyramid",
        title=tr("Residents by age and sex").both(),
        x="age",
        x_title=tr("age").both(),
        y_title=tr("residents").both(),
        series=(
            Series(column="male", title=tr("male").both()),
            Series(column="female", title=tr("female").both()),
        ),
        table="pyramid",
    )


def _method(parameters: PopulationParameters) -> Method:
    notes = [
        tr(
            "Children are under {working}, of working age up to {last}, older persons {old} and "
            "over, at the data date.",
            working=parameters.working,
            last=parameters.old - 1,
            old=parameters.old,
        ),
        tr("Sex ratio: males per 100 females. Ageing index: older persons per 100 children."),
    ]
    return Method(tr("Ratios of age groups and sexes").both(), ANALYSIS.citation, bilingual(notes))
