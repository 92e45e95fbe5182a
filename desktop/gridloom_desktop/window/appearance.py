"""The window dressed: style sheet, palette and fonts, as theme and language are."""

from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from string import Template

from PyQt6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PyQt6.QtWidgets import QApplication

from gridloom_desktop.window.style import WindowStyle
from gridloom_desktop.window.theme import Theme, theme
from gridloom_layers.language import Language, current_language

LATIN = ("Segoe UI", "Helvetica Neue", "Noto Sans", "DejaVu Sans", "Liberation Sans")
PREFERRED = (
    "Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC",
    "Source Han Sans SC", "Noto Sans SC", "WenQuanYi Micro Hei",
)  # fmt: skip
"""Families with even Chinese and Latin letters, as systems have them."""


def _style() -> str:
    """Return the style sheet of the window in the colours of the theme."""
    text = (Path(__file__).parent / "window.qss").read_text(encoding="utf-8")
    return Template(text).substitute(asdict(theme()))


def dress(app: QApplication) -> None:
    """Give the application style, palette and font as theme and language are now.

    The style sheet is taken off before it is set: Qt would polish each widget once for every one
    that it lies in, and would keep the font that the sheet was first laid over. The new font comes
    before that: without a sheet Qt tells it to widgets in any order, and whichever is told before
    the one around it keeps the old font, such as a bar of tabs that is then lower than it was.
    """
    if not isinstance(app.style(), WindowStyle):
        app.setStyle(WindowStyle())
    if app.font() != (font := _font(current_language())):
        app.setFont(font)
    app.setStyleSheet("")
    app.setPalette(_palette(theme()))
    app.setStyleSheet(_style())


def _font(language: Language) -> QFont:
    """Return a font that has Chinese; for English with a Latin one before it.

    A Chinese font sets “ and ” as wide as an ideograph, which tears English apart.
    """
    there = QFontDatabase.families(QFontDatabase.WritingSystem.Latin)
    latin = [name for name in LATIN if name in there] if language == "en" else []
    font = QFont()
    font.setFamilies([*latin[:1], chinese_family()])
    font.setPixelSize(13)
    return font


def chinese_family() -> str:
    """Return a family that has Chinese; where the system has none, load the packaged one."""
    families = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    found = next((name for name in PREFERRED if name in families), None)
    if found or families:
        return found or families[0]
    return _packaged_family()


def _packaged_family() -> str:
    spec = find_spec("mplfonts")
    if spec is None or spec.origin is None:
        return QFont().family()
    file = Path(spec.origin).parent / "fonts" / "NotoSansCJKsc-Regular.otf"
    loaded = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
    return loaded[0] if loaded else QFont().family()


def _palette(c: Theme) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: c.chrome,
        QPalette.ColorRole.Base: c.paper,
        QPalette.ColorRole.AlternateBase: c.chrome,
        QPalette.ColorRole.Text: c.ink,
        QPalette.ColorRole.WindowText: c.ink,
        QPalette.ColorRole.Button: c.paper,
        QPalette.ColorRole.ButtonText: c.ink,
        QPalette.ColorRole.Highlight: c.accent,
        QPalette.ColorRole.HighlightedText: c.on_accent,
        QPalette.ColorRole.ToolTipBase: c.ink,
        QPalette.ColorRole.ToolTipText: c.paper,
        QPalette.ColorRole.Link: c.accent,
        QPalette.ColorRole.PlaceholderText: c.muted,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText,
                 QPalette.ColorRole.ButtonText):  # fmt: skip
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.faint))
    return palette
