"""How the title of a figure tells its unit: the same on paper, page, sheet and screen."""

import re

from gridloom_layers.language import Language, tr

IN_WORDS = {
    "m": ("（米",), "d": ("天数",), "km²": ("平方公里",), "/km²": ("per km²", "每平方公里"),
    "per km²": ("每平方公里",),
}  # fmt: skip
"""How titles name units in words."""


def with_unit(title: str, unit: str | None, language: Language) -> str:
    """Return a title with its unit, once.

    >>> with_unit("mean share", "%", "en"), with_unit("share in %", "%", "en")
    ('mean share (%)', 'share in %')
    >>> with_unit("mean", "m", "en"), with_unit("距离（米）", "m", "zh")
    ('mean (m)', '距离（米）')
    """
    if not unit or _names(title, unit):
        return title
    return tr("{title} ({unit})", title=title, unit=unit).render(language)


def _names(title: str, unit: str) -> bool:
    """Tell whether a title names a unit: by its sign, or in words."""
    sign = re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", title)
    return bool(sign) or any(word in title for word in IN_WORDS.get(unit, ()))
