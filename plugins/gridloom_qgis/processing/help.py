"""The help of an algorithm, made from its catalogue entry in the language of QGIS."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..calling.catalogue import Entry
from ..language import sentences, spoken, tr
from .entry import Asked, asked, figures, further, primary


def full_help(entry: Entry) -> str:
    """Return HTML: what it answers, what is to know of it, what comes out, where it is published.

    Titles of parameters stand in the form beside it: only those with more to say are told here.
    """
    parts = [
        f"<p>{escape(spoken(entry['summary']))}</p>",
        _section(tr("Parameters"), _parameters(entry)),
        _section(tr("Columns of the result"), _titled(primary(entry).get("columns", {}))),
        _section(tr("Further outputs"), map(_item, _outputs(entry))),
        _section(tr("Figures"), (_item(key, spoken(one["title"])) for key, one in figures(entry))),
        f"<p><i>{escape(tr('Source: {citation}', citation=entry['citation']))}</i></p>",
    ]
    return "".join(parts)


def parameter_help(one: Asked, entry: Entry) -> str:
    """Return when a parameter counts, and what its values mean; empty where there is no more."""
    return sentences(*_conditions(one, entry), *_limits(one))


def _parameters(entry: Entry) -> Iterator[str]:
    helps = ((one.title, parameter_help(one, entry)) for one in asked(entry))
    return (_item(title, more) for title, more in helps if more)


def _conditions(one: Asked, entry: Entry) -> Iterator[str]:
    by_name = {each.name: each for each in asked(entry)}
    for name, values in one.hints.get("used", {}).items():
        choice = by_name[name]
        titles = [choice.choices.get(str(value), str(value)) for value in values]
        yield tr("Only where “{choice}” is: {values}.",
                 choice=choice.title, values=tr("; ").join(titles))  # fmt: skip
    if one.hints.get("unless"):
        yield tr("Not needed where “{other}” is given.", other=by_name[one.hints["unless"]].title)


def _limits(one: Asked) -> Iterator[str]:
    if one.kind == "distance":
        yield tr("In metres.")
    if one.kind == "expression" and "of" in one.hints:
        yield tr("Comparisons, joined by and, or, not; also in, between, like, is null.")


def _section(title: str, items: Iterator[str]) -> str:
    listed = "".join(items)
    return f"<p><b>{escape(title)}</b></p><ul>{listed}</ul>" if listed else ""


def _titled(titles: dict[str, dict[str, str]]) -> Iterator[str]:
    """Yield columns with their titles; of which there is one for each variable, by title only."""
    told = ((name, spoken(title)) for name, title in titles.items())
    return (
        _item(title) if "{" in name else _item(name, title if title != name else "")
        for name, title in told
    )


def _outputs(entry: Entry) -> Iterator[str]:
    """Yield titles as the form has them: a chart is told from the table that it draws."""
    for _, one in further(entry):
        title = spoken(one["title"])
        yield tr("Chart: {title}", title=title) if one["kind"] == "chart" else title


def _item(text: str, more: str = "") -> str:
    return f"<li>{escape(text)}{' – ' + escape(more) if more else ''}</li>"
