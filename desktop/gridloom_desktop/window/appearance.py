"""Fonts and colours of the window."""

from importlib.util import find_spec
from pathlib import Path

from PyQt6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PyQt6.QtWidgets import QApplication

from gridloom_layers.language import Language, current_language

INK, MUTED, FAINT, LINE = "#1d2733", "#64748b", "#a3adba", "#d5dce5"
PAPER, CHROME, SUNKEN = "#ffffff", "#f5f7fa", "#e9edf2"
ACCENT, ACCENT_DARK, ACCENT_PALE = "#1f5fa8", "#174a84", "#e3edf8"
WARNING, WARNING_PALE, FAULT = "#c8870a", "#fdf4e1", "#b3261e"
LATIN = ("Segoe UI", "Helvetica Neue", "Noto Sans", "DejaVu Sans", "Liberation Sans")
PREFERRED = (
    "Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC",
    "Source Han Sans SC", "Noto Sans SC", "WenQuanYi Micro Hei",
)  # fmt: skip
"""Families with even Chinese and Latin letters, as systems have them."""

STYLE = f"""
QWidget {{ color: {INK}; }}
QMainWindow, QDockWidget, QStatusBar {{ background: {CHROME}; }}
QToolBar {{ background: {PAPER}; border: none; border-bottom: 1px solid {LINE};
    padding: 5px 8px; spacing: 4px; }}
QToolBar::separator {{ background: {LINE}; width: 1px; margin: 5px 6px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 5px; padding: 5px 10px; }}
QToolButton:hover {{ background: {ACCENT_PALE}; }}
QToolButton:pressed, QToolButton:checked {{ background: {ACCENT_PALE}; border-color: {ACCENT}; }}
QToolButton:disabled {{ color: {FAINT}; }}
QToolButton::menu-indicator {{ image: none; width: 0px; }}
QMenuBar {{ background: {PAPER}; padding: 2px 6px; }}
QMenuBar::item {{ padding: 4px 10px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {ACCENT_PALE}; }}
QMenu {{ background: {PAPER}; border: 1px solid {LINE}; padding: 4px; }}
QMenu::item {{ padding: 6px 26px 6px 14px; border-radius: 4px; }}
QMenu::item:selected {{ background: {ACCENT_PALE}; }}
QMenu::separator {{ height: 1px; background: {LINE}; margin: 4px 8px; }}
QDockWidget::title {{ background: {CHROME}; padding: 0px; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: {CHROME}; border: none; }}
QLabel#heading {{ font-weight: 600; font-size: 14px; }}
QLabel#caption {{ color: {MUTED}; font-size: 12px; }}
QLabel#summary {{ background: {ACCENT_PALE}; border-left: 3px solid {ACCENT};
    border-radius: 3px; padding: 9px 10px; }}
QLabel#warning {{ background: {WARNING_PALE}; border-left: 3px solid {WARNING};
    border-radius: 3px; padding: 9px 10px; }}
QLabel#fault {{ color: {FAULT}; font-size: 12px; }}
QLabel#welcome {{ font-size: 26px; font-weight: 600; }}
QFrame#card {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: 7px; }}
QPushButton {{ background: {PAPER}; border: 1px solid #bcc7d4; border-radius: 5px;
    padding: 6px 14px; }}
QPushButton:hover {{ border-color: {ACCENT}; }}
QPushButton:disabled {{ color: {FAINT}; background: {SUNKEN}; }}
QPushButton#primary {{ background: {ACCENT}; border-color: {ACCENT}; color: white;
    font-weight: 600; }}
QPushButton#primary:hover {{ background: {ACCENT_DARK}; }}
QPushButton#primary:disabled {{ background: #a9bfd8; border-color: #a9bfd8; }}
QPushButton#link {{ background: transparent; border: none; color: {ACCENT}; padding: 2px 0px;
    text-align: left; }}
QPushButton#link:hover {{ color: {ACCENT_DARK}; text-decoration: underline; }}
QTreeWidget {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: 5px;
    selection-background-color: {ACCENT_PALE}; selection-color: {INK}; }}
QTreeWidget::item {{ padding: 5px 4px; }}
QTreeWidget::item:hover {{ background: {ACCENT_PALE}; }}
QListWidget {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: 5px; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QComboBox, QSpinBox, QDoubleSpinBox, QLineEdit {{ min-height: 26px; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {LINE}; }}
QTabBar::tab {{ padding: 8px 16px; color: {MUTED}; background: transparent;
    border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {ACCENT}; border-bottom-color: {ACCENT}; }}
QTableWidget, QTableView {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: 5px;
    gridline-color: {SUNKEN}; selection-background-color: {ACCENT_PALE};
    selection-color: {INK}; alternate-background-color: #fafbfc; }}
QTableWidget::item {{ padding: 3px 6px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: #c3ccd8; border-radius: 4px; min-height: 30px;
    margin: 1px; }}
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0px; }}
QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical {{ background: transparent; }}
QStatusBar {{ border-top: 1px solid {LINE}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {MUTED}; padding: 2px 8px; }}
QProgressBar {{ background: {SUNKEN}; border: none; border-radius: 4px; height: 8px;
    text-align: center; }}
QProgressBar::chunk {{ background: {ACCENT}; border-radius: 4px; }}
QToolTip {{ background: {INK}; color: white; border: none; padding: 4px 7px; }}
"""


def dress(app: QApplication) -> None:
    """Give the application its style, palette and fonts."""
    app.setStyle("Fusion")
    app.setPalette(_palette())
    set_font(current_language())
    app.setStyleSheet(STYLE)


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


def _palette() -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: CHROME,
        QPalette.ColorRole.Base: PAPER,
        QPalette.ColorRole.AlternateBase: CHROME,
        QPalette.ColorRole.Text: INK,
        QPalette.ColorRole.WindowText: INK,
        QPalette.ColorRole.Button: PAPER,
        QPalette.ColorRole.ButtonText: INK,
        QPalette.ColorRole.Highlight: ACCENT,
        QPalette.ColorRole.HighlightedText: PAPER,
        QPalette.ColorRole.PlaceholderText: MUTED,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    return palette
