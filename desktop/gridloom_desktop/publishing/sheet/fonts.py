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
    """Return a text with straight quotes around Latin words: the font's curly ones are wide.

    >>> narrow_quotes("hot spots of “old” in “福田”")
    'hot spots of "old" in “福田”'
    """
    return re.sub(r"“([\x00-\u024f]*)”", r'"\1"', text)


def font(size: float) -> FontProperties:
    """Return the sheet's font at ``size`` points."""
    return FontProperties(fname=_font_file(), size=size)
