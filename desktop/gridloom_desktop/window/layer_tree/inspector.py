"""How the layer that is worked on is shown: opacity, what colours it, which rows."""

from functools import partial

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.basemap import Basemap
from gridloom_desktop.window.choice_box import keep_off_the_wheel
from gridloom_desktop.window.following import follow_language, say
from gridloom_desktop.window.icon_button import IconButton
from gridloom_desktop.window.layer_tree.layer_acts import LayerActs
from gridloom_desktop.window.layer_tree.variable_box import VariableBox
from gridloom_desktop.window.map.bivariate_legend import BivariateLegend
from gridloom_desktop.window.model.bivariate import can_be_crossed
from gridloom_desktop.window.model.document import LayerView
from gridloom_desktop.window.model.filtering import read_filter, written
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.steps import Gesture
from gridloom_desktop.window.model.symbology import Colouring, Variable
from gridloom_desktop.window.model.variables import numeric_ones, offered, title_of_variable
from gridloom_desktop.window.word_edit import WordEdit
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.workspace.titles import field_title


class Inspector(QFrame):
    """Shows and changes one layer of a session; ``style_asked`` wants all of its style.

    Of a basemap it has the opacity; ``tones_asked`` wants its other tones.
    """

    style_asked = pyqtSignal(str)
    tones_asked = pyqtSignal(str)

    def __init__(self, session: Session, acts: LayerActs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._session, self._acts = session, acts
        self._name: str | None = None
        self._filled: object = None
        self._gesture: Gesture | None = None
        self._make()
        follow_language(self.retranslate)
        session.changed.connect(self._refresh)
        session.data_changed.connect(self._refresh)
        session.shown.connect(self._show_legend)

    def _make(self) -> None:
        self.slider, self._percent = QSlider(Qt.Orientation.Horizontal), QLabel()
        self.slider.setRange(0, 100)
        self.slider.setPageStep(10)
        keep_off_the_wheel(self.slider)
        self.slider.sliderPressed.connect(self._begin_gesture)
        self.slider.sliderReleased.connect(self._end_gesture)
        self.slider.valueChanged.connect(self._set_opacity)
        self._percent.setFixedWidth(44)
        self._percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.colour_by = VariableBox()
        self.style_button = IconButton("mdi6.palette-outline", tr("Style …"))
        self.colour_by.chosen.connect(self._colour)
        self.style_button.clicked.connect(lambda: self.style_asked.emit(self._name or ""))
        self.tones = QPushButton()
        self.tones.clicked.connect(lambda: self.tones_asked.emit(self._name or ""))
        say(self.tones.setText, tr("Tones …"))
        self.second = VariableBox()
        self.second.chosen.connect(self._cross)
        self.filter, self.fault = WordEdit(()), QLabel()
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._check)
        self.filter.editingFinished.connect(self._filter)
        self.fault.setObjectName("fault")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self._arrange()

    def _arrange(self) -> None:
        fields = (self.slider, self.colour_by, self.second, self.filter)
        self._captions = [QLabel() for _ in fields]
        for caption, buddy in zip(self._captions, fields, strict=True):
            caption.setObjectName("caption")
            caption.setBuddy(buddy)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for row, caption in enumerate(self._captions):
            grid.addWidget(caption, row, 0)
        grid.addLayout(_beside(self.slider, self._percent), 0, 1)
        grid.addLayout(_beside(self.colour_by, self.style_button), 1, 1)
        grid.addWidget(self.second, 2, 1)
        grid.addWidget(self.filter, 3, 1)
        grid.addWidget(self.tones, 1, 1, Qt.AlignmentFlag.AlignLeft)
        first, second, rows = self._captions[1:]
        self._of_layers = (first, rows, self.colour_by, self.style_button, self.filter)
        self._of_pairs = second, self.second
        self._legend: BivariateLegend | None = None
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 10)
        column.addLayout(grid)
        column.addWidget(self.fault)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        texts = (tr("Opacity"), tr("Colours"), tr("With"), tr("Only rows"))
        for caption, text in zip(self._captions, texts, strict=True):
            caption.setText(str(text))
        self.slider.setAccessibleName(str(texts[0]))
        self.colour_by.setAccessibleName(str(texts[1]))
        self.second.setAccessibleName(str(texts[2]))
        self.filter.setPlaceholderText(str(tr("e.g. floors >= 10")))
        self._filled = None
        self._refresh()

    def show_layer(self, name: str | None) -> None:
        """Show another layer."""
        self._name = name or None
        self._gesture = None
        self._refresh()
        self._show_legend()

    @property
    def _view(self) -> LayerView | None:
        return self._session.document.layer(self._name) if self._name else None

    @property
    def _basemap(self) -> Basemap | None:
        return self._session.document.basemap(self._name) if self._name else None

    def _refresh(self, *_: object) -> None:
        view, basemap = self._view, self._basemap
        if view is not None and view.table not in self._session.store.tables:
            view = None
        self.setVisible(view is not None or basemap is not None)
        for widget in self._of_layers:
            widget.setVisible(view is not None)
        self.tones.setVisible(basemap is not None)
        self._show_pair()
        if basemap is not None:
            self._show_opacity(basemap.toning.opacity)
        if view is not None:
            self._show_layer(view)

    def _show_layer(self, view: LayerView) -> None:
        self._show_opacity(view.opacity)
        first = view.colouring and view.colouring.variable
        sign = view.name, first, self._session.store.sequence
        if self._filled != sign:  # the lists cost more than all the rest
            self._filled = sign
            self._offer(view)
        self._show_colouring(view)
        if self.filter.text() != (text := written(view.where)) and not self.filter.hasFocus():
            self.filter.setText(text)

    def _show_opacity(self, opacity: float) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(round(opacity * 100))
        self.slider.blockSignals(False)
        self._percent.setText(f"{opacity:.0%}")

    def _offer(self, view: LayerView) -> None:
        """Offer the fields of a layer, and the names that its filter may use."""
        store = self._session.store
        table = store.table(view.table)
        nothing = tr("One colour") if view.result is None else tr("As the result has it")
        first = view.colouring and view.colouring.variable
        look_up = partial(offered, store, view.table, view.result)
        self.colour_by.offer_later(nothing, look_up if view.is_of_rows else tuple)
        self.colour_by.setEnabled(view.is_of_rows)
        self.second.offer_later(tr("Nothing else"), lambda: numeric_ones(look_up(), first))
        titles = {one.name: field_title(table, one)["zh"] for one in table.fields}
        self.filter.offer(list(dict.fromkeys((*titles, *titles.values()))))
        self.filter.setText(written(view.where))

    def _show_pair(self) -> None:
        """Offer a second variable to a layer that is coloured by numbers."""
        view = self._view
        shown = view is not None and can_be_crossed(self._layer, view.colouring)
        for widget in self._of_pairs:
            widget.setVisible(shown)

    @property
    def _layer(self) -> MapLayer | None:
        return self._session.layer(self._name) if self._name else None

    def _show_legend(self, *_: object) -> None:
        """Show the legend of a layer that shows two variables together."""
        layer = self._layer
        self._show_pair()
        if self._legend is not None:
            self._legend.setParent(None)
            self._legend.deleteLater()
            self._legend = None
        if layer is not None and layer.crossing is not None:
            self._legend = BivariateLegend(layer.crossing, layer)
            self._column.insertWidget(1, self._legend)

    def _show_colouring(self, view: LayerView) -> None:
        store, colouring = self._session.store, view.colouring
        second = colouring and colouring.crossed_with
        for box, one in ((self.colour_by, colouring), (self.second, second)):
            box.show_variable(one, one and title_of_variable(store, view.table, one))

    def _begin_gesture(self) -> None:
        self._gesture = Gesture()

    def _end_gesture(self) -> None:
        self._gesture = None

    def _set_opacity(self, percent: int) -> None:
        if self._name is not None:
            self._acts.set_opacity(self._name, percent / 100, self._gesture or Gesture())

    def _colour(self, variable: Variable | None) -> None:
        view = self._view
        if view is None or variable == (view.colouring.variable if view.colouring else None):
            return
        colouring = None if variable is None else Colouring(**variable.model_dump())
        self._acts.colour(view.name, colouring)

    def _cross(self, variable: Variable | None) -> None:
        """Show a second variable together with the one that colours the layer."""
        view = self._view
        if view is not None and view.colouring is not None:
            changes = {"crossed_with": variable}
            self._acts.colour(view.name, view.colouring.model_copy(update=changes))

    def _check(self, text: str) -> None:
        """Tell beside the line what is wrong with a filter, while it is written."""
        fault = self._fault_of(text)
        self.fault.setVisible(fault is not None)
        self.fault.setText("" if fault is None else str(fault))

    def _fault_of(self, text: str) -> BadInput | None:
        view = self._view
        try:
            if view is not None:
                read_filter(self._session.store, view.table, text)
        except BadInput as fault:
            return fault
        return None

    def _filter(self) -> None:
        """Filter the layer by what is written, if it is a condition that the layer can have."""
        view, text = self._view, self.filter.text()
        if view is None or text == written(view.where) or self._fault_of(text) is not None:
            return
        self._acts.filter(view.name, read_filter(self._session.store, view.table, text))

    def edit_filter(self) -> None:
        """Let the user write a filter."""
        self.filter.setFocus()
        self.filter.selectAll()


def _beside(wide: QWidget, narrow: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addWidget(wide, 1)
    row.addWidget(narrow)
    return row
