"""What the plugin says, in the language of QGIS: English texts, Chinese from Gridloom's catalogue.

The plugin's part of the catalogue is in ``i18n/zh.json``, which packing makes.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from qgis.core import QgsApplication

CHINESE = Path(__file__).with_name("i18n") / "zh.json"


def current_language() -> str:
    """Return ``zh`` where QGIS speaks Chinese, else ``en``."""
    return "zh" if QgsApplication.locale().lower().startswith("zh") else "en"


def tr(text: str, **named: object) -> str:
    """Return ``text`` in the language of QGIS, its named places filled."""
    template = _chinese().get(text, text) if current_language() == "zh" else text
    return template.format(**named) if named else template


def sentences(*parts: str | None) -> str:
    """Return sentences one after the other, as the language of QGIS writes them; none are left out.

    >>> sentences("It is full.", None, "Empty it.")
    'It is full. Empty it.'
    """
    return ("" if current_language() == "zh" else " ").join(filter(None, parts))


def spoken(both: dict[str, str]) -> str:
    """Return the text in the language of QGIS of one that Gridloom says in both."""
    return both.get(current_language()) or both.get("en", "")


@lru_cache(maxsize=1)
def _chinese() -> dict[str, str]:
    if not CHINESE.is_file():
        return {}
    texts: dict[str, str] = json.loads(CHINESE.read_text(encoding="utf-8"))
    return texts
