"""How a layer is coloured: by what, in which classes and palette, and each class by itself."""

from PyQt6.QtCore import QSize
from PyQt6.QtWidgets import QCheckBox, QFormLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from gridloom_desktop.window.choice_box import ChoiceBox
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.layer_tree.class_table import ClassTable
from gridloom_desktop.window.layer_tree.colour_button import ask_colour
from gridloom_desktop.window.layer_tree.labelled_rows import LabelledRows
from gridloom_desktop.window.layer_tree.style_draft import StyleDraft
from gridloom_desktop.window.layer_tree.swatches import fill_palettes
from gridloom_desktop.window.layer_tree.variable_box import VariableBox
from gridloom_desktop.window.model.symbology import MOST_CLASSES, Colouring, Method, Variable
from gridloom_desktop.window.model.variables import Offered, numeric_ones
from gridloom_layers.language import Message, tr

METHODS: dict[Method, Message] = {
    "quantile": tr("Quantiles (as many rows in each class)"),
    "jenks": tr("Natural breaks (Jenks)"),
    "equal": tr("Equal intervals"),
    "std-dev": tr("Standard deviations from the mean"),
}
PICTURE = QSize(96, 14)
GIVEN = "given"


class ColoursPage(QWidget):
    """Colours a layer while the map shows it."""

    title = tr("Colours")

    def __init__(self, draft: StyleDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._variables: list[Offered] = []
        self._make()
        self._arrange()
        follow_language(self.retranslate)

    def _make(self) -> None:
        self.field, self.second = VariableBox(), VariableBox()
        self.method, self.palette_box = ChoiceBox(), ChoiceBox()
        self.count, self.reverse = QSpinBox(), QCheckBox()
        self.table, self.fault = ClassTable(), QLabel()
        self.count.setRange(2, MOST_CLASSES)
        self.palette_box.setIconSize(PICTURE)
        self.fault.setObjectName("fault")
        self.fault.setWordWrap(True)
        self.field.chosen.connect(self._change_field)
        self.second.chosen.connect(self._cross)
        self.method.activated.connect(self._change)
        self.palette_box.activated.connect(self._change)
        self.count.valueChanged.connect(self._change)
        self.reverse.toggled.connect(self._change)
        self.table.colour_asked.connect(self._choose_colour)
        self.table.border_given.connect(self._give_border)
        self.table.switched.connect(self._draft.switch_class)

    def _arrange(self) -> None:
        self._form = LabelledRows(QFormLayout())
        self._form.add(tr("Colour by"), self.field)
        self._form.add(tr("Crossed with"), self.second)
        self._form.add(tr("Method"), self.method)
        self._form.add(tr("Classes"), self.count)
        self._form.add(tr("Palette"), self.palette_box)
        self._form.add(None, self.reverse)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addLayout(self._form.layout)
        column.addWidget(self.table, 1)
        column.addWidget(self.fault)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self.reverse.setText(str(tr("Reverse")))
        is_result = self._draft.view.result is not None
        nothing = tr("As the result has it") if is_result else tr("One colour")
        self._variables = self._draft.variables()
        self.field.offer(nothing, self._variables)
        self.field.setEnabled(self.field.offers_any)
        self.method.clear()
        for method, title in METHODS.items():
            self.method.addItem(str(title), method)
        fill_palettes(self.palette_box, PICTURE, usual=True)
        self.refresh()

    def refresh(self) -> None:
        """Show how the layer is coloured now."""
        colouring, layer = self._draft.view.colouring, self._draft.layer
        widgets = (self.field, self.method, self.palette_box, self.count, self.reverse)
        for widget in widgets:
            widget.blockSignals(True)
        self.field.show_variable(colouring)
        first = colouring and colouring.variable
        self.second.offer(tr("Nothing else"), numeric_ones(self._variables, first))
        self.second.show_variable(colouring and colouring.crossed_with)
        if colouring is not None:
            self._show_colouring(colouring)
        for widget in widgets:
            widget.blockSignals(False)
        self._show_kind(colouring)
        if layer is not None:
            self.table.show_layer(layer)

    def _show_colouring(self, colouring: Colouring) -> None:
        self._show_method(colouring)
        self.palette_box.setCurrentIndex(max(self.palette_box.findData(colouring.palette), 0))
        self.count.setValue(len(colouring.borders) + 1 if colouring.borders else colouring.classes)
        self.reverse.setChecked(colouring.reverse)

    def _show_method(self, colouring: Colouring) -> None:
        """Show the method; borders that the user wrote are one of their own."""
        given = self.method.findData(GIVEN)
        if colouring.borders and given < 0:
            self.method.addItem(str(tr("Borders given by hand")), GIVEN)
        elif not colouring.borders and given >= 0:
            self.method.removeItem(given)
        wanted = GIVEN if colouring.borders else colouring.method
        self.method.setCurrentIndex(self.method.findData(wanted))

    def _show_kind(self, colouring: Colouring | None) -> None:
        """Leave out what only classes of numbers have."""
        alone = colouring is not None and colouring.crossed_with is None
        of_numbers = [one.variable for one in numeric_ones(self._variables)]
        numbers = colouring is not None and colouring.variable in of_numbers
        self._form.show(self.second, numbers)
        for widget in (self.method, self.count, self.palette_box, self.reverse):
            self._form.show(widget, alone and numbers)

    def _change_field(self, variable: Variable | None) -> None:
        old = self._draft.view.colouring
        if variable is None:
            self._colour(None)
        elif old is None or old.variable != variable:
            self._colour(Colouring(**variable.model_dump()))

    def _cross(self, variable: Variable | None) -> None:
        if (old := self._draft.view.colouring) is not None:
            self._colour(old.model_copy(update={"crossed_with": variable}))

    def _change(self) -> None:
        """Colour by what is chosen; another method or number lets given borders go."""
        old = self._draft.view.colouring
        if old is None:
            return
        chosen = self.method.currentData()
        keeps = chosen == GIVEN and self.count.value() == len(old.borders) + 1
        changes = {
            "classes": self.count.value(),
            "method": old.method if chosen == GIVEN else chosen,
            "palette": self.palette_box.currentData(),
            "reverse": self.reverse.isChecked(),
            "borders": old.borders if keeps else (),
        }
        self._colour(old.model_copy(update=changes))

    def _colour(self, colouring: Colouring | None) -> None:
        self.fault.clear()
        self._draft.colour(colouring)

    def _choose_colour(self, key: str, colour: str) -> None:
        ask_colour(self, colour, lambda one: self._draft.paint(key, one))

    def _give_border(self, number: int, text: str) -> None:
        draft = self._draft
        fault = draft.acts.give_border(draft.name, number, text, draft.gesture)
        self.fault.setText("" if fault is None else str(fault))
        self.refresh()
