"""Lines of a tree of two columns: a text, a figure, and lines below; shown as plain text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qgis.PyQt.QtCore import QLocale, Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ..plain import as_markup, one_line

DATA = Qt.ItemDataRole.UserRole
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
WIDEST = 170
"""How wide a column of titles beside values may be, so that values are seen in a narrow dock."""


@dataclass(frozen=True)
class Line:
    """A line: ``data`` is what whoever clicks on it gets, ``open`` whether lines below are seen.

    A figure that is ``counted`` stands at the right.
    """

    text: str
    figure: str = ""
    lines: tuple[Line, ...] = ()
    data: Any = None
    open: bool = False
    strong: bool = False
    counted: bool = True


def number(count: int) -> str:
    """Return a count as the language of QGIS writes it, in groups of three."""
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.DefaultNumberOptions)
    return locale.toString(count)


def tree_of_lines(parent: QWidget | None = None, *, values: bool = False) -> QTreeWidget:
    """Return an empty tree for lines, whose figures are numbers, or ``values`` of any length."""
    tree = QTreeWidget(parent)
    tree.setColumnCount(2)
    tree.setHeaderHidden(True)
    tree.setUniformRowHeights(True)
    tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    tree.setTextElideMode(Qt.TextElideMode.ElideRight)
    tree.setExpandsOnDoubleClick(False)
    header = tree.header()
    header.setStretchLastSection(values)
    modes = QHeaderView.ResizeMode
    header.setSectionResizeMode(0, modes.ResizeToContents if values else modes.Stretch)
    header.setSectionResizeMode(1, modes.Stretch if values else modes.ResizeToContents)
    header.setMaximumSectionSize(WIDEST)
    return tree


def show_lines(tree: QTreeWidget, lines: Iterable[Line]) -> None:
    """Show lines in place of those that are there."""
    tree.clear()
    pairs = [(line, _item(line)) for line in lines]
    tree.addTopLevelItems([item for _, item in pairs])
    for line, item in pairs:
        _open(line, item)


def _item(line: Line) -> QTreeWidgetItem:
    item = QTreeWidgetItem([one_line(line.text), one_line(line.figure)])
    item.setToolTip(0, as_markup(line.text))
    if line.figure:
        item.setToolTip(1, as_markup(line.figure))
    if line.counted:
        item.setTextAlignment(1, RIGHT)
    item.setData(0, DATA, line.data)
    if line.strong:
        font = item.font(0)
        font.setBold(True)
        item.setFont(0, font)
    item.addChildren([_item(below) for below in line.lines])
    return item


def _open(line: Line, item: QTreeWidgetItem) -> None:
    """Unfold what is to be seen; a text without a figure has the room of both columns."""
    item.setExpanded(line.open)
    item.setFirstColumnSpanned(not line.figure)
    for place, below in enumerate(line.lines):
        _open(below, item.child(place))
