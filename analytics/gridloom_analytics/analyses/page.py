"""The page on what results hold, made from the declarations of all analyses.

``python -m gridloom_analytics.analyses.page FILE`` writes it; a test holds it to the declarations.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from gridloom_analytics.analyses import catalogue
from gridloom_analytics.analysis import Analysis
from gridloom_analytics.output import Output
from gridloom_layers.language import Message

HEAD = """\
# What results hold

For each analysis its outputs, their columns, and its global figures. Made from the declarations by
`make pages`; [analyses.md](analyses.md) says which analysis answers which question, `gridloom
analyses NAME` tells the same. The first layer is the primary output: its columns stand beside those
of the layer that was analysed. A column is there where the settings ask for it; a part of a name in
braces stands for a name of the data. The words are those of the window, workbooks and web maps.
"""
OUTPUT, COLUMN = ("output", "kind", "what it holds", "内容"), ("column", "meaning", "含义")
FIGURE = ("figure", "meaning", "含义")


def page() -> str:
    """Return the page in Markdown."""
    return "\n".join([HEAD, *(line for one in catalogue().values() for line in _lines(one))])


def _lines(analysis: Analysis) -> Iterator[str]:
    yield f"## `{analysis.name}`: {_both(analysis.title)}\n"
    outputs = [one for one in analysis.outputs if one.kind != "scalar"]
    yield from _table(
        OUTPUT, ((_code(one.name), _kind(one), *_cells(one.title)) for one in outputs)
    )
    for one in outputs:
        if one.columns:
            yield f"{one.kind.capitalize()} `{one.name}`:\n"
            yield from _table(
                COLUMN, ((_code(name), *_cells(title)) for name, title in one.columns.items())
            )
    figures = [one for one in analysis.outputs if one.kind == "scalar"]
    if figures:
        yield from _table(FIGURE, ((_code(one.name), *_cells(one.title)) for one in figures))


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _kind(output: Output) -> str:
    kind = output.kind if output.geometry is None else f"{output.kind} ({output.geometry})"
    return kind if not (output.when or output.perhaps) else f"{kind}, at times"


def _code(name: str) -> str:
    return f"`{name}`"


def _cells(title: Message) -> tuple[str, str]:
    return title.render("en").replace("|", "\\|"), title.render("zh").replace("|", "\\|")


def _both(title: Message) -> str:
    return " · ".join(_cells(title))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
