"""The list of layers: a card each, with a switch, what it is coloured by, and its legend."""

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPixmap
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.publishing.units import with_unit
from gridloom_desktop.window.map.bivariate_legend import BivariateLegend
from gridloom_desktop.window.model.bivariate import is_number
from gridloom_desktop.window.model.colouring import colour_fields
from gridloom_desktop.window.model.document import Colouring
from gridloom_desktop.window.model.map_layer import LegendEntry, MapLayer
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import current_language, tr, tr_n
from gridloom_layers.workspace.titles import field_title

SWATCH = 14


class LayerPanel(QScrollArea):
    """Cards of all layers of a session, the topmost first."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(280)
        self._session = session
        session.shown.connect(self.retranslate)
        self.retranslate()

    def changeEvent(self, a0: QEvent | None) -> None:  # noqa: N802 - Qt's name
        """Follow a switch of language."""
        super().changeEvent(a0)
        if a0 is not None and a0.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Build the cards in the current language, where the list was scrolled to."""
        bar = self.verticalScrollBar()
        position = bar.value() if bar else 0
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        heading = QLabel(str(tr("Layers")))
        heading.setObjectName("heading")
        column.addWidget(heading)
        for view in reversed(self._session.document.layers):
            if (layer := self._session.layer(view.name)) is not None:
                column.addWidget(self._card(layer))
        column.addStretch(1)
        old = self.takeWidget()
        self.setWidget(content)
        if old is not None:
            old.deleteLater()  # it may hold the switch whose click led here
        if bar:
            bar.setValue(position)

    def switch(self, name: str, visible: bool) -> None:
        """Show or hide a layer."""
        title = tr("Show a layer") if visible else tr("Hide a layer")
        self._session.apply(title, self._session.document.changed(name, visible=visible))

    def _colour(self, name: str, column: str | None) -> None:
        colouring = Colouring(column=column) if column else None
        document = self._session.document.changed(name, colouring=colouring)
        self._session.apply(tr("Colour a layer"), document)

    def _card(self, layer: MapLayer) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        rows = QVBoxLayout(card)
        rows.setContentsMargins(12, 9, 12, 10)
        rows.setSpacing(6)
        rows.addLayout(self._head(layer))
        if layer.visible and (fields := self._fields(layer)):
            rows.addWidget(self._colour_choice(layer, fields))
            if numbers := self._crossing_fields(layer):
                rows.addWidget(self._crossing_choice(layer, numbers))
        entries = layer.legend()
        if layer.visible and layer.crossing is not None:
            rows.addWidget(BivariateLegend(layer.crossing, layer))
        elif layer.visible and len(entries) > 1:
            rows.addLayout(_legend(layer, entries))
        return card

    def _fields(self, layer: MapLayer) -> list[tuple[str, Bilingual]]:
        """Return name and title of the fields that a layer may be coloured by."""
        if layer.result is not None:
            return []
        store = self._session.store
        table = store.table(layer.table)
        return [(one.name, field_title(table, one)) for one in colour_fields(store, table)]

    def _head(self, layer: MapLayer) -> QHBoxLayout:
        row = QHBoxLayout()
        switch = QCheckBox()
        switch.setChecked(layer.visible)
        switch.setObjectName(f"switch-{layer.name}")
        switch.setAccessibleName(shown(layer.title))
        switch.toggled.connect(lambda on: self.switch(layer.name, on))
        row.addWidget(switch)
        if len(layer.style.classes) == 1:
            mark = QLabel()
            mark.setPixmap(swatch(layer.style.classes[0].colour, layer))
            row.addWidget(mark)
        title = QLabel(shown(layer.title))
        title.setWordWrap(True)
        title.setToolTip(layer.name)
        row.addWidget(title, 1)
        count = QLabel(f"{layer.count:,}")
        count.setObjectName("caption")
        row.addWidget(count)
        return row

    def _colour_choice(self, layer: MapLayer, fields: list[tuple[str, Bilingual]]) -> QComboBox:
        choice = QComboBox()
        choice.setObjectName(f"colour-{layer.name}")
        choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        choice.addItem(str(tr("One colour")), None)
        for name, title in fields:
            choice.addItem(str(tr("By {field}", field=shown(title))), name)
        colouring = self._colouring(layer)
        choice.setCurrentIndex(max(choice.findData(colouring.column if colouring else None), 0))
        choice.activated.connect(lambda index: self._colour(layer.name, choice.itemData(index)))
        return choice

    def _colouring(self, layer: MapLayer) -> Colouring | None:
        view = self._session.document.layer(layer.name)
        return view.colouring if view is not None else None

    def _crossing_fields(self, layer: MapLayer) -> list[tuple[str, Bilingual]]:
        """Return the numbers that can be shown together with the one that a layer shows."""
        table = self._session.store.table(layer.table)
        numbers = {one.name for one in table.fields if is_number(one)}
        colouring = self._colouring(layer)
        if colouring is None or colouring.column not in numbers:
            return []
        others = numbers - {colouring.column}
        return [(name, title) for name, title in self._fields(layer) if name in others]

    def _crossing_choice(self, layer: MapLayer, fields: list[tuple[str, Bilingual]]) -> QComboBox:
        choice = QComboBox()
        choice.setObjectName(f"crossing-{layer.name}")
        choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        choice.addItem(str(tr("Alone")), None)
        for name, title in fields:
            choice.addItem(str(tr("Together with {field}", field=shown(title))), name)
        colouring = self._colouring(layer)
        choice.setCurrentIndex(max(choice.findData(colouring.second if colouring else None), 0))
        choice.activated.connect(lambda index: self._cross(layer.name, choice.itemData(index)))
        return choice

    def _cross(self, name: str, second: str | None) -> None:
        view = self._session.document.layer(name)
        if view is not None and view.colouring is not None:
            colouring = view.colouring.model_copy(update={"second": second})
            document = self._session.document.changed(name, colouring=colouring)
            self._session.apply(tr("Colour a layer"), document)


def _legend(layer: MapLayer, entries: list[LegendEntry]) -> QGridLayout:
    grid = QGridLayout()
    grid.setColumnStretch(1, 1)
    grid.setVerticalSpacing(3)
    grid.setHorizontalSpacing(8)
    title = with_unit(shown(layer.style.title), layer.style.unit, current_language())
    if layer.result is None or layer.style.unit:
        grid.addWidget(_caption(title), 0, 0, 1, 3)
    for row, entry in enumerate(entries, start=1):
        mark = QLabel()
        mark.setPixmap(swatch(entry.colour, layer))
        grid.addWidget(mark, row, 0)
        text = QLabel(shown(entry.label))
        text.setWordWrap(True)
        grid.addWidget(text, row, 1)
        count = _caption(f"{entry.count:,}")
        count.setToolTip(str(tr_n("{count:,} feature", "{count:,} features", entry.count)))
        grid.addWidget(count, row, 2, Qt.AlignmentFlag.AlignRight)
    return grid


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("caption")
    label.setWordWrap(True)
    return label


def swatch(colour: str, layer: MapLayer) -> QPixmap:
    """Return a small picture of a class: a disc, a line, a square or a frame."""
    ratio = 2
    picture = QPixmap(SWATCH * ratio, SWATCH * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(layer.look.outline or "#00000000"))
    if layer.look.filled:
        painter.setBrush(QColor(colour))
    if layer.shapes.kind == "point":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(2, 2, SWATCH - 4, SWATCH - 4)
    elif layer.shapes.kind == "line":
        painter.setPen(QPen(QColor(colour), 2))
        painter.drawLine(1, SWATCH // 2, SWATCH - 1, SWATCH // 2)
    else:
        painter.drawRect(1, 1, SWATCH - 3, SWATCH - 3)
    painter.end()
    return picture
