"""What an analysis gives: each output with its title and those of its columns, before any run."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

from gridloom_layers.language import Message, tr

Geometry = Literal["area", "line", "point"]
OutputKind = Literal["layer", "table", "raster", "chart", "scalar"]
Titles = Mapping[str, Message]
GIVEN = ("…",)
"""Stands in ``Output.when`` for any value but none, an empty text, 0 and false."""
NOTHING: Mapping[str, Any] = MappingProxyType({})

TERMS: Titles = {
    "n": tr("rows that take part"),
    "value": tr("value"),
    "z": tr("z-score"),
    "p": tr("p-value"),
    "p_sim": tr("p-value (permutation)"),
    "p_fdr": tr("p-value (FDR)"),
    "p_bonferroni": tr("p-value (Bonferroni)"),
    "bin": tr("confidence bin"),
    "neighbour_count": tr("neighbours"),
    "island": tr("isolated (no neighbours)"),
    "islands": tr("places without neighbours"),
    "expected": tr("expected value"),
    "variance": tr("variance"),
    "lower": tr("lower bound"),
    "upper": tr("upper bound"),
    "mean": tr("mean"),
    "median": tr("median"),
    "minimum": tr("lowest value"),
    "maximum": tr("highest value"),
    "sd": tr("standard deviation"),
    "gini": tr("Gini coefficient"),
    "x": tr("x in the system of the layer"),
    "y": tr("y in the system of the layer"),
    "area_km2": tr("area (km²)"),
    "moran": tr("Moran's I"),
    "pairs": tr("pairs"),
    "ratio": tr("ratio"),
}
"""Terms of statistics that mean the same wherever they stand; all else is the analysis's own."""


@dataclass(frozen=True)
class Output:
    """One output: its name, kind and title, and the columns of a layer or table.

    The first layer, which has the analysis's name, is the primary output. A part of a name in
    braces stands for a text of the input, as in ``coefficient {variable}``: there may be several
    such outputs or columns; a title may name that text too. ``columns`` are all that there can be
    beside the geometry. ``words`` are what the words for a program mean that stand in the cells of
    a column, or are a figure of this name. ``places`` are columns that hold row keys of the layer,
    with their titles where the codes of these rows stand there instead. ``when`` maps parameters
    to the values with which the output comes (see ``GIVEN``); ``perhaps`` is one that even then
    comes only where the data allow it.
    """

    name: str
    kind: OutputKind
    title: Message
    columns: Titles = field(default_factory=lambda: NOTHING)
    geometry: Geometry | None = None
    when: Mapping[str, tuple[Any, ...]] = field(default_factory=lambda: NOTHING)
    perhaps: bool = False
    words: Mapping[str, Titles] = field(default_factory=lambda: NOTHING)
    places: Titles = field(default_factory=lambda: NOTHING)

    def comes(self, parameters: Any) -> bool:
        """Tell whether a run with these parameters gives it, if the data allow it."""
        found = {name: getattr(parameters, name) for name in self.when}
        return all(_meets(found[name], wanted) for name, wanted in self.when.items())

    def conditions(self) -> tuple[Message | str, ...]:
        """Return the settings with which it comes, as a user would give them."""
        return tuple(_setting(name, wanted) for name, wanted in self.when.items())

    def to_json(self) -> dict[str, Any]:
        """Return what ``gridloom analyses --json`` tells of it.

        ``when`` is as above, any value but none being ``["…"]``; ``holds`` says of a figure
        whether it is a ``number`` or a word for a program (``text``).
        """
        told: dict[str, Any] = {
            "name": self.name,
            "kind": self.kind,
            "geometry": self.geometry,
            "title": self.title.both(),
            "columns": {name: title.both() for name, title in self.columns.items()},
            "when": {name: list(values) for name, values in self.when.items()},
            "perhaps": self.perhaps,
        }
        if self.kind == "scalar":
            told["holds"] = "text" if self.name in self.words else "number"
        return told

    def column_title(self, column: str) -> Message | None:
        """Return the title of a column, or None where it has none."""
        return named_title(self.columns, column)


def _setting(name: str, wanted: tuple[Any, ...]) -> Message | str:
    if None in wanted:
        return tr("without “{name}”", name=name)
    return f"{name}={'|'.join(map(str, wanted))}"


def _meets(value: Any, wanted: tuple[Any, ...]) -> bool:
    return bool(value) if wanted is GIVEN else value in wanted


def columns(*terms: str, **own: Message) -> dict[str, Message]:
    """Return titles of columns: of well-known ``TERMS``, and ``own`` ones."""
    return {**{name: TERMS[name] for name in terms}, **own}


def figures(
    titles: Titles, when: Mapping[str, tuple[Any, ...]] = NOTHING, *, perhaps: bool = False
) -> Iterator[Output]:
    """Yield a global figure for each title; all come with the same settings."""
    for name, title in titles.items():
        yield Output(name, "scalar", title, when=when, perhaps=perhaps)


def named_title(titles: Titles, name: str) -> Message | None:
    """Return the title of a name, which a name with braces among the titles may stand for.

    >>> str(named_title({"t {variable}": tr("t of “{variable}”", variable="…")}, "t rain"))
    't of “rain”'
    """
    if name in titles:
        return titles[name]
    for pattern, title in titles.items():
        if found := matches(pattern, name):
            return replace(title, values={**title.values, **found.groupdict()})
    return None


def matches(pattern: str, name: str) -> re.Match[str] | None:
    """Return the match where a name with a part in braces stands for another name."""
    if "{" not in pattern:
        return None
    # texts of the input may be anything, line breaks included
    parts = re.split(r"\{(\w+)\}", pattern)
    texts = [
        f"(?P<{part}>.+)" if number % 2 else re.escape(part) for number, part in enumerate(parts)
    ]
    return re.fullmatch("".join(texts), name, re.DOTALL)


def found_among(outputs: Iterable[Output], kind: OutputKind, name: str) -> Output | None:
    """Return the output of a kind that is declared for a name."""
    for one in outputs:
        if one.kind == kind and (one.name == name or matches(one.name, name)):
            return one
    return None
