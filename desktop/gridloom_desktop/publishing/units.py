"""How the title of a figure tells its unit: the same on paper, page, sheet and screen."""

import re

from gridloom_analytics.shares import SHARE
from gridloom_layers.language import Language, Message, tr

IN_WORDS = {
    "m": ("（米",), "d": ("天数",), "km²": ("平方公里",), "/km²": ("per km²", "每平方公里"),
    "per km²": ("每平方公里",),
}  # fmt: skip
"""How titles name units in words."""


UNITS = {
    "per km²": tr("per km²"),
    "per 10,000": tr("per 10,000"),
    "per 100,000": tr("per 100,000"),
}
"""Units that are words."""


def with_unit(title: str, unit: str | None, language: Language) -> str:
    """Return a title with its unit, once.

    >>> with_unit("mean share", "%", "en"), with_unit("share in %", "%", "en")
    ('mean share (%)', 'share in %')
    >>> with_unit("mean", "m", "en"), with_unit("距离（米）", "m", "zh")
    ('mean (m)', '距离（米）')
    >>> with_unit("占比", "per 10,000", "zh"), with_unit("每平方公里事件数", "per km²", "zh")
    ('占比（每万）', '每平方公里事件数')
    """
    if not unit or unit == SHARE or _names(title, unit):
        return title
    told = UNITS[unit].render(language) if unit in UNITS else unit
    return tr("{title} ({unit})", title=title, unit=told).render(language)


def _names(title: str, unit: str) -> bool:
    """Tell whether a title names a unit: by its sign, or in words."""
    sign = re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", title)
    return bool(sign) or any(word in title for word in IN_WORDS.get(unit, ()))


def measured(figure: str, unit: str) -> Message | str:
    """Return a figure with its unit behind it; units that are words follow the language.

    >>> str(measured("1.2", "m")), measured("0.3", "per km²").render("zh")
    ('1.2 m', '0.3（每平方公里）')
    """
    if unit in UNITS:
        return tr("{figure} {unit}", figure=figure, unit=UNITS[unit])
    return figure if unit == SHARE else f"{figure} {unit}".rstrip()
