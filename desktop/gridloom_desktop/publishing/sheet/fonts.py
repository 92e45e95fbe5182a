"""The Chinese font of the sheet, taken by its path so that no system font is needed."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from matplotlib.font_manager import FontProperties

FONT = "NotoSansCJKsc-Regular.otf"


@cache
def _font_file() -> Path:
    spec = find_spec("mplfonts")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("mplfonts")
    return Path(spec.origin).parent / "fonts" / FONT


def narrow_quotes(text: str) -> str:
    """Return a text with straight quotes where no Chinese is beside them: curly ones are wide.

    >>> narrow_quotes("hot spots of “old” in “福田”"), narrow_quotes("“old”的热点")
    ('hot spots of "old" in "福田"', '“old”的热点')
    """
    return QUOTED.sub(_straight, text)


QUOTED = re.compile("(?<![\u2e80-\uffff])“([^“”]*)”(?![\u2e80-\uffff])")


def _straight(found: re.Match[str]) -> str:
    return '"' + found[1].replace("‘", "'").replace("’", "'") + '"'


def font(size: float) -> FontProperties:
    """Return the sheet's font at ``size`` points."""
    return FontProperties(fname=_font_file(), size=size)
