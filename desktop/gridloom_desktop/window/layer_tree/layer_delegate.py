"""How a row of the tree of layers is painted, and which part of it was clicked."""

from typing import Literal

from PyQt6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPoint, QPointF, QRect, QSize, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPalette, QPen, QPolygonF
from PyQt6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QWidget,
)

from gridloom_desktop.window.icons import icon
from gridloom_desktop.window.layer_tree.layer_model import LayerModel
from gridloom_desktop.window.layer_tree.places import (
    CLASS_LINE,
    FIRST_LINE,
    FURTHER_LINE,
    GAP,
    MARGIN,
    SMALL,
    across,
    chip_of,
    cross_of,
    first_line,
    font_of,
    further_line,
    grown,
    picture_of,
    swatch_of,
    switch_of,
)
from gridloom_desktop.window.layer_tree.swatches import draw_ramp, draw_swatch
from gridloom_desktop.window.model.counts import amount
from gridloom_desktop.window.model.map_layer import LegendEntry
from gridloom_desktop.window.model.outline import Branch
from gridloom_desktop.window.texts import shown
from gridloom_desktop.window.theme import theme
from gridloom_layers.language import tr

Part = Literal["switch", "swatch", "chip", "text"]


class LayerDelegate(QStyledItemDelegate):
    """Paints layers in one to three lines (title, what it is coloured by, filter) and classes."""

    def sizeHint(  # noqa: N802
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex,
    ) -> QSize:
        """Return the height of a row."""
        model = _model(index)
        branch = model.branch(index)
        entry = model.entry(index)
        if entry is not None and entry.size is not None and branch is not None:
            return QSize(0, max(CLASS_LINE, across(branch, entry) + 4))
        if branch is None or entry is not None:
            return QSize(0, CLASS_LINE)
        return QSize(0, FIRST_LINE + FURTHER_LINE * len(_further(branch)))

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        """Paint a row."""
        model = _model(index)
        branch, entry = model.branch(index), model.entry(index)
        if painter is None or branch is None:
            return
        painter.save()
        _paint_ground(painter, option)
        if entry is None:
            self._paint_layer(painter, option, branch)
        else:
            self._paint_class(painter, option, branch, entry)
        painter.restore()

    def _paint_layer(self, painter: QPainter, option: QStyleOptionViewItem, branch: Branch) -> None:
        line = first_line(option.rect)
        _paint_switch(painter, option, switch_of(line), branch.visible)
        left = switch_of(line).right() + GAP
        ink = theme().ink if branch.visible else theme().muted
        if branch.colour is not None:
            box = swatch_of(line)
            draw_swatch(painter, box, branch.colour, branch.kind, branch.look)
            left = box.right() + GAP
        elif branch.kind == "basemap":
            box = swatch_of(line)
            icon("mdi6.map-outline").paint(painter, grown(box))
            left = box.right() + GAP
        right = _paint_count(painter, line, _count(branch))
        _paint_text(painter, QRect(left, line.top(), right - left, line.height()),
                    shown(branch.title), ink)  # fmt: skip
        for number, (text, is_chip) in enumerate(_further(branch)):
            box = further_line(option.rect, number)
            if is_chip:
                _paint_chip(painter, box, text)
            else:
                _paint_text(painter, box, text, theme().muted, SMALL)

    def _paint_class(
        self, painter: QPainter, option: QStyleOptionViewItem, branch: Branch, entry: LegendEntry
    ) -> None:
        line = option.rect
        box = picture_of(line, branch, entry)
        count = str(amount(entry.count, persons=entry.persons))
        if entry.ramp:
            count = ""
            draw_ramp(painter, box, entry.ramp)
        else:
            draw_swatch(painter, box, entry.colour, branch.kind, branch.look, entry.size)
        if entry.is_class:
            _paint_switch(painter, option, switch_of(line), not entry.hidden)
        right = _paint_count(painter, line, count)
        left = box.right() + GAP
        ink = theme().ink if branch.visible and not entry.hidden else theme().muted
        room = QRect(left, line.top(), right - left, line.height())
        _paint_text(painter, room, shown(entry.label), ink, SMALL)

    def part_at(self, place: QPoint, row: QRect, index: QModelIndex) -> Part:
        """Return which part of a row lies at a place of the view."""
        model = _model(index)
        branch, entry = model.branch(index), model.entry(index)
        line = row if entry is not None else first_line(row)
        if entry is not None and not entry.is_class:
            return "text"
        if grown(switch_of(line)).contains(place):
            return "switch"
        has_swatch = entry is not None or (branch is not None and branch.colour is not None)
        if has_swatch and grown(swatch_of(line)).contains(place):
            return "swatch"
        further = _further(branch) if branch is not None and entry is None else []
        for number, (text, is_chip) in enumerate(further):
            if is_chip and cross_of(chip_of(further_line(row, number), text)).contains(place):
                return "chip"
        return "text"

    def editorEvent(  # noqa: N802
        self,
        event: QEvent | None,
        model: QAbstractItemModel | None,
        option: QStyleOptionViewItem,
        index: QModelIndex,
    ) -> bool:
        """Switch a row by a key; what the mouse does is the view's."""
        by_key = event is not None and event.type() == QEvent.Type.KeyPress
        return by_key and super().editorEvent(event, model, option, index)

    def createEditor(  # noqa: N802
        self,
        parent: QWidget | None,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex,
    ) -> QWidget | None:
        """Return a line to write a title or a border into."""
        line = QLineEdit(parent)
        line.setObjectName("name")
        entry = _model(index).entry(index)
        name = tr("Title of the layer") if entry is None else tr("Upper border of the class")
        line.setAccessibleName(str(name))
        return line

    def updateEditorGeometry(  # noqa: N802
        self, editor: QWidget | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        """Put the line where the text is."""
        if editor is not None:
            is_class = _model(index).entry(index) is not None
            line = option.rect if is_class else first_line(option.rect)
            left = (swatch_of(line) if is_class else switch_of(line)).right() + GAP - 2
            editor.setGeometry(left, line.top(), line.right() - left - 2, line.height())


def _model(index: QModelIndex) -> LayerModel:
    model = index.model()
    assert isinstance(model, LayerModel)  # noqa: S101 - the delegate of no other model
    return model


def _further(branch: Branch) -> list[tuple[str, bool]]:
    """Return the texts of the lines under the title; True for a chip."""
    lines = [(shown(branch.about), False)] if branch.about is not None else []
    if branch.filter is not None:
        lines.append((shown(branch.filter), True))
    return lines


def _count(branch: Branch) -> str:
    if branch.waiting:
        return "…"
    return "" if branch.count is None else str(amount(branch.count, persons=branch.persons))


def draw_chevron(painter: QPainter, row: QRect, unfolded: bool) -> None:
    """Draw the mark of a row that can be unfolded, in the line of its title."""
    x, y = row.right() - 8.0, row.top() + FIRST_LINE / 2
    right = [QPointF(x - 2, y - 4), QPointF(x + 2, y), QPointF(x - 2, y + 4)]
    down = [QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme().muted), 1.6))
    painter.drawPolyline(QPolygonF(down if unfolded else right))
    painter.restore()


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    colour = None
    if option.state & QStyle.StateFlag.State_Selected:
        colour = theme().accent_pale
    elif option.state & QStyle.StateFlag.State_MouseOver:
        colour = theme().stripe
    if colour is not None:
        painter.fillRect(option.rect, QColor(colour))


def _paint_switch(painter: QPainter, option: QStyleOptionViewItem, box: QRect, on: bool) -> None:
    """Paint a check box as the window's style has them."""
    button = QStyleOptionButton()
    button.rect = box
    button.palette = QPalette(option.palette)
    button.state = QStyle.StateFlag.State_Enabled
    button.state |= QStyle.StateFlag.State_On if on else QStyle.StateFlag.State_Off
    widget = option.widget
    if widget is not None and (style := widget.style()) is not None:
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, button, painter, widget)


def _paint_text(
    painter: QPainter, box: QRect, text: str, colour: str, size: int | None = None
) -> None:
    font = QFont() if size is None else font_of(size)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    room = max(box.width(), 0)
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)


def _paint_count(painter: QPainter, line: QRect, text: str) -> int:
    """Paint a number at the right end of a line; return how far the text before it may go."""
    painter.setFont(font_of(SMALL))
    painter.setPen(QColor(theme().muted))
    box = line.adjusted(0, 0, -MARGIN - 2, 0)
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
    return box.right() - painter.fontMetrics().horizontalAdvance(text) - GAP


def _paint_chip(painter: QPainter, line: QRect, text: str) -> None:
    chip = chip_of(line, text)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(theme().accent))
    painter.setBrush(QColor(theme().paper))
    painter.drawRoundedRect(chip.adjusted(0, 1, -1, -1), 8, 8)
    _paint_text(painter, chip.adjusted(8, 0, -20, 0), text, theme().accent, SMALL)
    painter.drawText(cross_of(chip), Qt.AlignmentFlag.AlignCenter, "×")
