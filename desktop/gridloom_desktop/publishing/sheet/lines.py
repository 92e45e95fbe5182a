"""How wide a text is on paper, and where it is broken into lines."""

from functools import cache

from matplotlib.backends.backend_agg import RendererAgg

from gridloom_desktop.publishing.sheet.fonts import font
from gridloom_desktop.publishing.sheet.layout import MM_PER_INCH

MEASURED_AT = 720
"""Dots per inch at which text is measured: fine enough that hinting does not matter."""
MEASURED_SIZE = 20.0


@cache
def _renderer() -> RendererAgg:
    return RendererAgg(10, 10, MEASURED_AT)


def text_width(content: str, size: float) -> float:
    """Return how many millimetres wide a text of ``size`` points is.

    Characters are added up: to lay out a whole text in a font of 30,000 characters takes
    milliseconds, and a sheet asks for thousands of texts.
    """
    return sum(map(_advance, content)) * size


@cache
def _advance(character: str) -> float:
    """Return how many millimetres a character takes up in a text of one point."""
    return (_measured(f"n{character}n") - _measured("nn")) / MEASURED_SIZE


@cache
def _measured(content: str) -> float:
    width, _, _ = _renderer().get_text_width_height_descent(
        content, font(MEASURED_SIZE), ismath=False
    )
    return width / MEASURED_AT * MM_PER_INCH


def broken(content: str, size: float, width: float) -> list[str]:
    """Break a text at spaces, and between Chinese characters, into lines of ``width`` mm."""
    lines, line = [], ""
    for piece in _pieces(content):
        if line.strip() and text_width(line + piece.rstrip(), size) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()]


def shortened(content: str, size: float, width: float) -> str:
    """Return a text that fits ``width`` mm, its end cut off for “…” where it does not."""
    if text_width(content, size) <= width:
        return content
    kept = content
    while kept and text_width(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


NEVER_LAST = "（「『《“"
OPENING = ('"', '("')
"""Straight quotes begin a word, or else they end one."""
NEVER_FIRST = "，。；：、）！？％‰」』》”,.;:)!?%"


def _pieces(content: str) -> list[str]:
    """Return what must stay on one line: words with their space, single Chinese characters."""
    pieces: list[str] = []
    for character in content:
        wide = ord(character) > 0x2E80
        joins = bool(pieces) and (
            character in NEVER_FIRST
            or character == " "
            or pieces[-1][-1] in NEVER_LAST
            or pieces[-1] in OPENING
            or (character == '"' and pieces[-1][-1] not in " (")
            or not (wide or pieces[-1].endswith(" ") or ord(pieces[-1][-1]) > 0x2E80)
        )
        if joins:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
