"""What rests on a table, measure or result: what would break if it went or had another name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from gridloom_layers.joins.doctor import title
from gridloom_layers.language import Message, tr
from gridloom_layers.workspace import Reading


@dataclass(frozen=True)
class Dependent:
    """One thing that rests on another: its kind, its name, and what becomes of it."""

    kind: Literal["link", "measure", "result"]
    name: str
    told: Message


def dependents(reading: Reading, name: str) -> list[Dependent]:
    """Return what would be lost or could not be computed again without ``name``.

    Joins of a table go with it; measures that name it, or a measure that does, cannot be computed
    any more; results of them stay as they are. If it is renamed, joins follow, the others do not.
    """
    gone = _measures(reading, name)
    return [
        *_links(reading, name),
        *(Dependent("measure", each, tr("The measure “{name}” cannot be computed any more.",
                                        name=each)) for each in gone if each != name),
        *_results(reading, {name, *gone}, name),
    ]  # fmt: skip


def _links(reading: Reading, name: str) -> Iterator[Dependent]:
    for link in reading.links:
        if name in (link.left, link.right):
            called = title(link, several=False)
            yield Dependent("link", called, tr("The join “{name}” goes with it.", name=called))


def _measures(reading: Reading, name: str) -> list[str]:
    """Return the measures that name something, or a measure that does, in their order."""
    found = {name}
    while (
        more := {
            measure.name
            for measure in reading.measures.values()
            if any(_names(measure.text, each) for each in found)
        }
        - found
    ):
        found |= more
    return [each for each in reading.measures if each in found]


def _results(reading: Reading, gone: set[str], itself: str) -> Iterator[Dependent]:
    for result in reading.results.values():
        texts = [*_texts(result.document.get("layer")), *_texts(result.document.get("parameters"))]
        if result.name != itself and any(_names(text, each) for text in texts for each in gone):
            told = tr("The result “{name}” stays, but cannot be computed again.", name=result.name)
            yield Dependent("result", result.name, told)


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts in what a result keeps."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _names(text: str, name: str) -> bool:
    """Tell whether a text has a name as a word of its own.

    >>> _names("count(person) by grid", "person"), _names("count(persons)", "person")
    (True, False)
    """
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
