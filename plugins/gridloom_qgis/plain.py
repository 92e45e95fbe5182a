"""Texts of data as they are shown: never as markup, in one line, not endlessly long."""

from __future__ import annotations

import html

MOST = 240
"""Characters of a text in a tree or a sentence; the whole stands in the tool tip."""
MOST_IN_TIP = 2000


def one_line(text: object, most: int = MOST) -> str:
    """Return a text without line ends, control or direction marks, shortened where it is longer.

    >>> one_line("a\\nb\\u202ec")
    'a b c'
    """
    told = str(text)
    short = told if len(told) <= most else f"{told[: most - 1]}…"
    return "".join(letter if letter.isprintable() else " " for letter in short)


def as_markup(text: object, most: int = MOST_IN_TIP) -> str:
    """Return a text for places that read markup, such as tool tips, where it shows as it is.

    >>> as_markup("<b>x</b>")
    '<p>&lt;b&gt;x&lt;/b&gt;</p>'
    """
    lines = (one_line(line, most) for line in str(text)[:most].splitlines())
    return f"<p>{'<br/>'.join(html.escape(line) for line in lines)}</p>"
