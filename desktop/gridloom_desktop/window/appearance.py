"""The window dressed: style sheet, palette and fonts, as theme and language are."""

from importlib.util import find_spec
from pathlib import Path

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

def _style(colours: Theme) -> str:
    """Return the style sheet of the window in these colours."""
    c = colours
    return f"""
QWidget {{ color: {c.ink}; }}
QMainWindow, QDockWidget, QStatusBar {{ background: {c.chrome}; }}
QToolBar {{ background: {c.paper}; border: none; border-bottom: 1px solid {c.line};
    padding: 5px 8px; spacing: 4px; }}
QToolBar::separator {{ background: {c.line}; width: 1px; margin: 5px 6px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 5px; padding: 5px 10px; }}
QToolButton:hover {{ background: {c.accent_pale}; }}
QToolButton:pressed, QToolButton:checked {{ background: {c.accent_pale}; border-color: {c.accent}; }}
QToolButton:disabled {{ color: {c.faint}; }}
QToolButton::menu-indicator {{ image: none; width: 0px; }}
QMenuBar {{ background: {c.paper}; padding: 2px 6px; }}
QMenuBar::item {{ padding: 4px 10px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {c.accent_pale}; }}
QMenu {{ background: {c.paper}; border: 1px solid {c.line}; padding: 4px; }}
QMenu::item {{ padding: 6px 26px 6px 14px; border-radius: 4px; }}
QMenu::item:selected {{ background: {c.accent_pale}; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: 4px 8px; }}
QDockWidget::title {{ background: {c.chrome}; padding: 0px; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: {c.chrome}; border: none; }}
QLabel#heading {{ font-weight: 600; font-size: 14px; }}
QLabel#caption {{ color: {c.muted}; font-size: 12px; }}
QLabel#summary {{ background: {c.accent_pale}; border-left: 3px solid {c.accent};
    border-radius: 3px; padding: 9px 10px; }}
QLabel#warning {{ background: {c.warning_pale}; border-left: 3px solid {c.warning};
    border-radius: 3px; padding: 9px 10px; }}
QLabel#fault {{ color: {c.fault}; font-size: 12px; }}
QLabel#welcome {{ font-size: 26px; font-weight: 600; }}
QFrame#card {{ background: {c.paper}; border: 1px solid {c.line}; border-radius: 7px; }}
QPushButton {{ background: {c.paper}; border: 1px solid {c.border}; border-radius: 5px;
    padding: 6px 14px; }}
QPushButton:hover {{ border-color: {c.accent}; }}
QPushButton:disabled {{ color: {c.faint}; background: {c.sunken}; }}
QPushButton#primary {{ background: {c.accent}; border-color: {c.accent}; color: {c.on_accent};
    font-weight: 600; }}
QPushButton#primary:hover {{ background: {c.accent_strong}; }}
QPushButton#primary:disabled {{ background: {c.accent_faint}; border-color: {c.accent_faint}; }}
QPushButton#link {{ background: transparent; border: none; color: {c.accent}; padding: 2px 0px;
    text-align: left; }}
QPushButton#link:hover {{ color: {c.accent_strong}; text-decoration: underline; }}
QTreeWidget {{ background: {c.paper}; border: 1px solid {c.line}; border-radius: 5px;
    selection-background-color: {c.accent_pale}; selection-color: {c.ink}; }}
QTreeWidget::item {{ padding: 5px 4px; }}
QTreeWidget::item:hover {{ background: {c.accent_pale}; }}
QListWidget {{ background: {c.paper}; border: 1px solid {c.line}; border-radius: 5px; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QComboBox, QSpinBox, QDoubleSpinBox, QLineEdit {{ min-height: 26px; }}
QTabBar {{ background: {c.chrome}; border: none; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {c.line}; }}
QTabBar::tab {{ padding: 8px 16px; color: {c.muted}; background: transparent;
    border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {c.accent}; border-bottom-color: {c.accent}; }}
QTableWidget, QTableView {{ background: {c.paper}; border: 1px solid {c.line}; border-radius: 5px;
    gridline-color: {c.sunken}; selection-background-color: {c.accent_pale};
    selection-color: {c.ink}; alternate-background-color: {c.stripe}; }}
QTableWidget::item {{ padding: 3px 6px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {c.handle}; border-radius: 4px; min-height: 30px;
    margin: 1px; }}
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0px; }}
QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical {{ background: transparent; }}
QStatusBar {{ border-top: 1px solid {c.line}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {c.muted}; padding: 2px 8px; }}
QProgressBar {{ background: {c.sunken}; border: none; border-radius: 4px; height: 8px;
    text-align: center; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 4px; }}
QToolTip {{ background: {c.ink}; color: {c.paper}; border: none; padding: 4px 7px; }}
"""


def dress(app: QApplication) -> None:
    """Give the application its style, and palette and fonts as theme and language are now."""
    app.setStyle(WindowStyle())
    set_font(current_language())
    recolour(app)


def recolour(app: QApplication) -> None:
    """Give all windows the colours of the theme; Qt tells widgets by ``PaletteChange``."""
    app.setPalette(_palette(theme()))
    app.setStyleSheet(_style(theme()))


def set_font(language: Language) -> None:
    """Write with a font that has Chinese; English with a Latin one before it.

    A Chinese font sets “ and ” as wide as an ideograph, which tears English apart.
    """
    there = QFontDatabase.families(QFontDatabase.WritingSystem.Latin)
    latin = [name for name in LATIN if name in there] if language == "en" else []
    font = QFont()
    font.setFamilies([*latin[:1], chinese_family()])
    font.setPixelSize(13)
    QApplication.setFont(font)


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
