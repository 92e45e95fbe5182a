"""A result on a map in other colours than its own, released to be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain, count

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from gridloom_analytics.bilingual import Bilingual, begun
from gridloom_analytics.cartography import MISSING, Style
from gridloom_analytics.cartography.bivariate import BivariateStyle
from gridloom_analytics.disclosure.grading import treated, treatments
from gridloom_analytics.result import Result
from gridloom_analytics.titles import rows_title
from gridloom_desktop.publishing.export import wording
from gridloom_desktop.publishing.export.answers import release_result
from gridloom_desktop.publishing.export.cleared import cleared
from gridloom_desktop.publishing.export.labels import released_label, without_identifiers
from gridloom_desktop.publishing.export.places import places
from gridloom_desktop.publishing.export.released import SUPPRESSED, ReleasedMap
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.roles import role
from gridloom_layers.workspace import Store

CLASS = "class"
"""The column that a map draws which shows two variables together, if no other is called so."""


@dataclass(frozen=True)
class Recolouring:
    """What colours a result instead of its own style, on the row keys of its layer.

    ``style`` and ``classes`` (int16) are those of the screen. ``values`` are the columns that they
    rest on as they may be seen, each with one of ``titles`` and ``units``; ``withheld`` (bool) says
    which rows rest on few persons. ``fields`` are those of the layer's table among the columns.
    ``crossing`` is the style of two variables whose nine classes ``style`` has, if it does.
    """

    style: Style
    classes: pd.Series
    withheld: pd.Series
    values: pd.DataFrame
    titles: Mapping[str, Bilingual]
    units: Mapping[str, str]
    fields: tuple[str, ...] = ()
    crossing: BivariateStyle | None = None


def release_recoloured(store: Store, name: str, result: Result, other: Recolouring) -> ReleasedMap:
    """Release a result kept under ``name`` as a map in the colours of the screen.

    Raises ``BadInput`` where its rows are persons, or it is coloured by a personal field. In texts
    of other fields and results, and in the labels of their classes, identifiers are masked.
    """
    check_shown(store, result.layer, other.fields)
    base, index = release_result(store, name, result), result.primary.index
    areas = places(store, result.layer).loc[index]
    classes = other.classes.reindex(index, fill_value=MISSING).to_numpy(np.int16)
    suppressed = other.withheld.reindex(index, fill_value=False).to_numpy(bool)
    values = treated_values(store, result.layer, other.values.reindex(index), other.fields)
    style = scrubbed_style(other.style)
    if not style.column:
        style = style.model_copy(update={"column": _free(CLASS, {*values, *base.values})})
        values.insert(0, style.column, classes)
    further = base.values if base.areas.index.equals(index) else pd.DataFrame(index=index)
    flat = (shapely.get_dimensions(areas.geometry) == 2).any()
    return replace(
        base,
        seal=SEAL,
        title=_title(base.title, style.title),
        layer=rows_title(store, result.layer, result.parameters.get("where")),
        areas=areas,
        values=values.join(further[[one for one in further if one not in values]]),
        columns={**base.columns, **other.titles, style.column: style.title},
        units={**base.units, **other.units},
        style=style,
        classes=np.where(suppressed & (classes == MISSING), np.int16(SUPPRESSED), classes),
        suppressed=suppressed,
        notes=(*_notes(result, style), *base.notes),
        counted=(tr("number of areas") if flat else tr("number")).both(),
        sizes=None,
        crossing=other.crossing,
    )


def _notes(result: Result, style: Style) -> list[Bilingual]:
    """Return what is to be known of a map that does not show what was found."""
    texts = {"zh": style.title["zh"], "en": style.title["en"]}
    told: Bilingual = {
        one: tr("Coloured by {title}, not by what the analysis found.", title=texts[one]).render(
            one
        )
        for one in ("zh", "en")
    }
    rows = cleared(result)[1]
    return [told, *([wording.withheld(int(rows.sum()))] if rows.any() else [])]


def _title(result: Bilingual, what: Bilingual) -> Bilingual:
    return begun({"zh": f"{result['zh']}：{what['zh']}", "en": f"{result['en']}: {what['en']}"})


def _free(name: str, taken: set[str]) -> str:
    """Return a name, numbered where columns have it already."""
    numbered = (f"{name} {number}" for number in count(2))
    return next(one for one in chain([name], numbered) if one not in taken)


def treated_values(
    store: Store, layer: str, values: pd.DataFrame, fields: tuple[str, ...]
) -> pd.DataFrame:
    """Return columns: those of the table by its grades, the others without identifiers in texts."""
    columns = [str(name) for name in values]
    own = treatments(store.table(layer), set(fields) & set(columns), store.links)
    table = pa.Table.from_pandas(values, preserve_index=False)
    seen = treated(table, {**dict.fromkeys(columns, "scrub"), **own})
    return seen.to_pandas().set_axis(values.index)


def scrubbed_style(style: Style) -> Style:
    """Return a style without identifiers in what its classes are called and stand for."""
    classes = [
        one.model_copy(
            update={
                "label": released_label(one.label),
                "value": without_identifiers(one.value)
                if isinstance(one.value, str)
                else one.value,
            }
        )
        for one in style.classes
    ]
    return style.model_copy(update={"classes": tuple(classes)})


def check_shown(store: Store, layer: str, fields: tuple[str, ...]) -> None:
    """Raise ``BadInput`` where rows are persons, or some of ``fields`` are personal."""
    table = store.table(layer)
    if role(table.role).personal:
        raise BadInput(
            "persons-on-map",
            tr("A map of where single persons are does not leave the workstation."),
            Where(layer=layer),
            tr("Colour areas by a measure of them instead."),
        )
    plan = treatments(table, fields, store.links)
    open_ones = {one for one in plan if plan[one] in ("keep", "scrub") and table.field(one)}
    if not open_ones.issuperset(fields):
        raise BadInput(
            "personal-field",
            tr("The layer is coloured by a personal field, which does not leave."),
            Where(layer=layer),
            tr("Colour the layer by something else."),
        )
