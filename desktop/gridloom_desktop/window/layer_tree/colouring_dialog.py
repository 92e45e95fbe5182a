"""How a layer is coloured: field, method, number of classes, palette, and each class by itself."""

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gridloom_analytics.bilingual import Given, begun
from gridloom_desktop.window.choice_box import ChoiceBox
from gridloom_desktop.window.following import follow_language, offer, say
from gridloom_desktop.window.labels import add_row
from gridloom_desktop.window.layer_tree.class_table import ClassTable
from gridloom_desktop.window.layer_tree.layer_acts import LayerActs
from gridloom_desktop.window.layer_tree.swatches import palette_icon
from gridloom_desktop.window.manual.opening import offer_page
from gridloom_desktop.window.model.colouring import CATEGORIES, colour_fields
from gridloom_desktop.window.model.document import MOST_CLASSES, Colouring, LayerView, Method
from gridloom_desktop.window.model.outline import title_of
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.steps import Gesture
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import Message, tr
from gridloom_layers.workspace.titles import field_title

METHODS: dict[Method, Message] = {
    "quantile": tr("Quantiles (as many rows in each class)"),
    "jenks": tr("Natural breaks (Jenks)"),
    "equal": tr("Equal intervals"),
    "std-dev": tr("Standard deviations from the mean"),
}
PICTURE = QSize(96, 14)
SHOWN_COLOURS = 7
GIVEN = "given"


class ColouringDialog(QDialog):
    """Colours a layer while the map shows it: all that is done here is one step to undo."""

    def __init__(
        self, session: Session, acts: LayerActs, view: LayerView, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        offer_page(self, "colour")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._acts, self._name = session, acts, view.name
        self._before, self._gesture = session.document, Gesture()
        self._make()
        self._arrange()
        self._fill_lists()
        follow_language(self.retranslate)
        session.changed.connect(self._show)
        session.shown.connect(self._show)
        self.finished.connect(self._leave)

    def retranslate(self) -> None:
        """Write what depends on the layer in the current language."""
        title = shown(title_of(self._session.store, self._view))
        self.setWindowTitle(str(tr("Classes of “{layer}”", layer=title)))
        self._show()

    def _make(self) -> None:
        self.field, self.method, self.palette_box = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.count, self.reverse = QSpinBox(), QCheckBox()
        say(self.reverse.setText, tr("Reverse"))
        self.table, self.fault = ClassTable(), QLabel()
        self.count.setRange(2, MOST_CLASSES)
        self.palette_box.setIconSize(PICTURE)
        self.fault.setObjectName("fault")
        self.fault.setWordWrap(True)
        self.field.activated.connect(self._change_field)
        self.method.activated.connect(self._change)
        self.palette_box.activated.connect(self._change)
        self.count.valueChanged.connect(self._change)
        self.reverse.toggled.connect(self._change)
        self.table.colour_asked.connect(self._choose_colour)
        self.table.border_given.connect(self._give_border)
        self.table.switched.connect(lambda key, on: self._acts.switch_class(self._name, key, on))

    def _arrange(self) -> None:
        self._form = QFormLayout()
        add_row(self._form, tr("Field"), self.field)
        add_row(self._form, tr("Method"), self.method)
        add_row(self._form, tr("Classes"), self.count)
        add_row(self._form, tr("Palette"), self.palette_box)
        self._form.addRow("", self.reverse)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addLayout(self._form)
        column.addWidget(self.table, 1)
        column.addWidget(self.fault)
        column.addWidget(buttons)
        self.resize(460, 560)

    def _fill_lists(self) -> None:
        # Late: the palettes load matplotlib's, which a window does without until someone colours.
        from gridloom_analytics.cartography.palettes import PALETTES, colours

        store = self._session.store
        table = store.table(self._view.table)
        titles = {one.name: begun(field_title(table, one)) for one in colour_fields(store, table)}
        offer(self.field, {name: Given.of(title) for name, title in titles.items()})
        offer(self.method, METHODS)
        offer(self.palette_box, {None: tr("Usual colours")})
        for name in PALETTES:
            picture = palette_icon(colours(name, SHOWN_COLOURS), PICTURE)
            self.palette_box.addItem(picture, name, name)

    @property
    def _view(self) -> LayerView:
        view = self._acts.view(self._name)
        return view if view is not None else LayerView(name=self._name, table=self._name)

    def _show(self, *_: object) -> None:
        """Show how the layer is coloured now."""
        colouring, layer = self._view.colouring, self._session.layer(self._name)
        if colouring is None:
            return
        widgets = (self.field, self.method, self.palette_box, self.count, self.reverse)
        for widget in widgets:
            widget.blockSignals(True)
        self.field.setCurrentIndex(self.field.findData(colouring.column))
        self._show_method(colouring)
        self.palette_box.setCurrentIndex(max(self.palette_box.findData(colouring.palette), 0))
        self.count.setValue(len(colouring.borders) + 1 if colouring.borders else colouring.classes)
        self.reverse.setChecked(colouring.reverse)
        for widget in widgets:
            widget.blockSignals(False)
        self._show_kind()
        if layer is not None:
            self.table.show_layer(layer)

    def _show_method(self, colouring: Colouring) -> None:
        """Show the method; borders that the user wrote are one of their own."""
        given = self.method.findData(GIVEN)
        if colouring.borders and given < 0:
            offer(self.method, {GIVEN: tr("Borders given by hand")})
        elif not colouring.borders and given >= 0:
            self.method.removeItem(given)
        wanted = GIVEN if colouring.borders else colouring.method
        self.method.setCurrentIndex(self.method.findData(wanted))

    def _show_kind(self) -> None:
        """Leave out what only numbers have."""
        table = self._session.store.table(self._view.table)
        field = table.field(self.field.currentData() or "")
        numbers = field is not None and field.type in ("integer", "number")
        for widget in (self.method, self.count, self.palette_box, self.reverse):
            self._form.setRowVisible(widget, numbers)

    def _change_field(self) -> None:
        self._colour(Colouring(column=self.field.currentData()))

    def _change(self) -> None:
        """Colour by what is chosen; another method or number lets given borders go."""
        old = self._view.colouring
        if old is None:
            return
        chosen = self.method.currentData()
        keeps = chosen == GIVEN and self.count.value() == len(old.borders) + 1
        self._colour(
            Colouring(
                column=old.column,
                classes=self.count.value(),
                method=old.method if chosen == GIVEN else chosen,
                palette=self.palette_box.currentData(),
                reverse=self.reverse.isChecked(),
                borders=old.borders if keeps else (),
            )
        )

    def _colour(self, colouring: Colouring) -> None:
        self.fault.clear()
        self._acts.colour(self._name, colouring, self._gesture)

    def _choose_colour(self, key: str, colour: str) -> None:
        dialog = QColorDialog(QColor(colour), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, one in enumerate(CATEGORIES):
            dialog.setCustomColor(number, QColor(one))
        dialog.colorSelected.connect(
            lambda one: self._acts.paint(self._name, key, one.name(), self._gesture)
        )
        dialog.open()

    def _give_border(self, number: int, text: str) -> None:
        fault = self._acts.give_border(self._name, number, text, self._gesture)
        self.fault.setText("" if fault is None else str(fault))
        self._show()

    def _leave(self, code: int) -> None:
        """Keep what was done, or take it back: then it was no step at all."""
        self._session.changed.disconnect(self._show)
        self._session.shown.disconnect(self._show)
        if code != QDialog.DialogCode.Accepted:
            self._session.apply(tr("Colour a layer"), self._before, self._gesture)
