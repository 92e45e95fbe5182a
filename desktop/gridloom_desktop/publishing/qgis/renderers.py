"""Renderers of QGIS: what users edit most easily, as long as it draws the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.cartography import MISSING
from gridloom_desktop.publishing.qgis.conditions import (
    class_conditions,
    rest,
    withheld,
    without_value,
)
from gridloom_desktop.publishing.qgis.drawing import Drawing, Marks, Sizing
from gridloom_desktop.publishing.qgis.elements import child, decimal, shown
from gridloom_desktop.publishing.qgis.heat import add_heat
from gridloom_desktop.publishing.qgis.ramps import add_ramp
from gridloom_desktop.publishing.qgis.symbols import add_symbol, millimetres
from gridloom_layers.language import Message, tr

NO_DATA = tr("no data")
FEW = tr("withheld (few persons)")
SOME = "#7f8fa3"
"""The colour of a size in a legend where rows of that size have many."""
METHODS = {
    "quantile": "Quantile", "jenks": "Jenks", "equal": "EqualInterval", "std-dev": "StdDev",
}  # fmt: skip
"""How QGIS calls the methods by which class borders are found."""


@dataclass(frozen=True)
class Rule:
    """Rows for which a ``condition`` is true."""

    condition: str
    label: str
    colour: str
    drawn: bool = True
    hatched: bool = False


def add_renderer(parent: Element, drawing: Drawing) -> None:
    """Append the renderer of a layer.

    QGIS's graduated renderer draws no nulls, and neither does its categorized one hatch some of
    them: layers with such rows have rules.
    """
    if drawing.heating is not None and drawing.marks.kind == "point":
        add_heat(parent, drawing.heating)
        return
    if drawing.single:
        renderer = _add_single(parent, drawing)
    elif _is_graduated(drawing):
        renderer = _add_graduated(parent, drawing)
    elif _is_categorized(drawing):
        renderer = _add_categorized(parent, drawing)
    else:
        renderer = _add_rules(parent, list(rules(drawing)), drawing)
    if drawing.sizing is not None and drawing.marks.kind == "point":
        _add_size_legend(renderer, drawing.marks, drawing.sizing)


def _is_graduated(drawing: Drawing) -> bool:
    plain = drawing.style.kind == "graduated" and drawing.crossing is None
    return plain and not drawing.missing and not drawing.withheld and bool(drawing.style.classes)


def _is_categorized(drawing: Drawing) -> bool:
    """Say whether categories do: a last one without a value draws nulls as all other values."""
    plain = drawing.style.kind == "categorical" and drawing.crossing is None
    values = [one.value for one in drawing.style.classes]
    both = drawing.rest is not None and drawing.missing
    return plain and not drawing.withheld and not both and "" not in values


def _renderer(parent: Element, kind: str, **attributes: object) -> Element:
    return child(
        parent, "renderer-v2", type=kind, forceraster=0, symbollevels=0, enableorderby=0,
        referencescale=-1, **attributes,
    )  # fmt: skip


def _add_single(parent: Element, drawing: Drawing) -> Element:
    renderer = _renderer(parent, "singleSymbol" if drawing.is_drawn(0) else "nullSymbol")
    colour = drawing.style.classes[0].colour
    symbols = child(renderer, "symbols")
    add_symbol(symbols, "0", drawing.marks, colour, sizing=drawing.sizing)
    return renderer


def _add_graduated(parent: Element, drawing: Drawing) -> Element:
    style = drawing.style
    renderer = _renderer(
        parent, "graduatedSymbol", attr=style.column, graduatedMethod="GraduatedColor"
    )
    ranges, symbols = child(renderer, "ranges"), child(renderer, "symbols")
    # Of ranges that share a border QGIS takes the first: lower < x ≤ upper, as ours are.
    lowers = [style.classes[0].lower, *(one.upper for one in style.classes)]
    for number, (one, lower) in enumerate(zip(style.classes, lowers, strict=False)):
        child(
            ranges, "range", symbol=number, label=_label(drawing, one.label),
            lower=_end(lower, "-1e308"), upper=_end(one.upper, "1e308"),
            render=_truth(drawing, number),
        )  # fmt: skip
        add_symbol(symbols, str(number), drawing.marks, one.colour, sizing=drawing.sizing)
    _add_source(renderer, drawing)
    method = METHODS.get(style.method)
    if method is not None:
        child(renderer, "classificationMethod", id=method)
    return renderer


def _end(value: float | None, open_end: str) -> str:
    return open_end if value is None else decimal(value)


def _add_categorized(parent: Element, drawing: Drawing) -> Element:
    style = drawing.style
    renderer = _renderer(parent, "categorizedSymbol", attr=style.column)
    categories, symbols = child(renderer, "categories"), child(renderer, "symbols")
    entries: list[tuple[str, Bilingual | Message, str, int]] = [
        ("" if number == drawing.rest else str(one.value), one.label, one.colour, number)
        for number, one in enumerate(style.classes)
    ]
    if drawing.missing:
        entries.append(("", _unclassed(drawing), style.missing, MISSING))
    for at, (value, label, colour, number) in enumerate(entries):
        child(
            categories, "category", symbol=at, value=value, type="string",
            label=_label(drawing, label), render=_truth(drawing, number),
        )  # fmt: skip
        add_symbol(symbols, str(at), drawing.marks, colour, sizing=drawing.sizing)
    source = child(renderer, "source-symbol")
    add_symbol(source, "0", drawing.marks, SOME, sizing=drawing.sizing)
    return renderer


def rules(drawing: Drawing) -> Iterator[Rule]:
    """Yield a rule for each class, then for withheld rows and for those without a value."""
    classes, missing, drawn = drawing.style.classes, drawing.style.missing, drawing.unclassed_drawn
    for number, condition in class_conditions(drawing):
        one = classes[number]
        yield Rule(condition, _label(drawing, one.label), one.colour, drawing.is_drawn(number))
    if drawing.rest is not None:
        one = classes[drawing.rest]
        label = _label(drawing, one.label)
        yield Rule(rest(drawing), label, one.colour, drawing.is_drawn(drawing.rest))
    if drawing.withheld:
        yield Rule(withheld(drawing), FEW.render(drawing.language), missing, drawn, hatched=True)
    if drawing.missing:
        label = _label(drawing, _unclassed(drawing))
        yield Rule(without_value(drawing), label, missing, drawn)


def _add_rules(parent: Element, found: list[Rule], drawing: Drawing) -> Element:
    renderer = _renderer(parent, "RuleRenderer")
    group = child(renderer, "rules", key="{gridloom}")
    symbols = child(renderer, "symbols")
    for at, one in enumerate(found):
        off = {} if one.drawn else {"checkstate": 0}
        child(
            group, "rule", key=f"{{gridloom-{at}}}", symbol=at, filter=one.condition,
            label=one.label, **off,
        )  # fmt: skip
        add_symbol(
            symbols, str(at), drawing.marks, one.colour, hatched=one.hatched, sizing=drawing.sizing
        )
    return renderer


def _add_size_legend(renderer: Element, marks: Marks, sizing: Sizing) -> None:
    """Append what sizes mean; QGIS shows it beside all but rules."""
    legend = child(
        renderer, "data-defined-size-legend", type="separated", valign="center",
        title=shown(sizing.title),
    )  # fmt: skip
    add_symbol(legend, "source", marks, SOME)
    classes = child(legend, "classes")
    for pixels, label in zip(sizing.pixels, sizing.labels, strict=False):
        child(classes, "class", size=millimetres(2 * pixels), label=shown(label))


def _add_source(renderer: Element, drawing: Drawing) -> None:
    """Append what QGIS makes new classes of: a symbol and the ramp of the colours."""
    colours = [one.colour for one in drawing.style.classes]
    source = child(renderer, "source-symbol")
    add_symbol(source, "0", drawing.marks, colours[0], sizing=drawing.sizing)
    if any(one != other for one, other in pairwise(colours)):
        add_ramp(renderer, colours)


def _unclassed(drawing: Drawing) -> Bilingual | Message:
    return drawing.style.unclassed or NO_DATA


def _label(drawing: Drawing, label: Bilingual | Message) -> str:
    language = drawing.language
    return shown(label.render(language) if isinstance(label, Message) else label[language])


def _truth(drawing: Drawing, number: int) -> str:
    return "true" if drawing.is_drawn(number) else "false"
