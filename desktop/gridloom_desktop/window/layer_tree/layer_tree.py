"""The panel of layers: the tree, and the layer that is worked on below it."""

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import QPoint, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.following import follow_language, say
from gridloom_desktop.window.icon_button import IconButton
from gridloom_desktop.window.icons import icon
from gridloom_desktop.window.layer_tree.colour_button import ask_colour
from gridloom_desktop.window.layer_tree.inspector import Inspector
from gridloom_desktop.window.layer_tree.layer_acts import LayerActs
from gridloom_desktop.window.layer_tree.layer_menu import add_choice, layer_menu
from gridloom_desktop.window.layer_tree.layer_model import LayerModel
from gridloom_desktop.window.layer_tree.style_dialog import StyleDialog
from gridloom_desktop.window.layer_tree.style_draft import StyleDraft
from gridloom_desktop.window.layer_tree.tree_view import TreeView
from gridloom_desktop.window.model.outline import Legends, addable, outline
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr, tr_n


class LayerTree(QWidget):
    """Shows the layers of a session, the topmost first, and lets the user arrange them.

    ``zoom_asked`` tells of a layer or a basemap (its name in the document) that the user wants to
    see, ``deletion_asked`` of a layer to delete from the workspace, ``renaming_asked`` of one whose
    table or result shall have another name there; ``table_asked`` of a table to be read.
    ``basemap_asked`` tells that the user wants to choose a basemap, ``tones_asked`` to tone one.
    """

    zoom_asked = pyqtSignal(str)
    table_asked = pyqtSignal(str)
    deletion_asked = pyqtSignal(str)
    renaming_asked = pyqtSignal(str)
    basemap_asked = pyqtSignal()
    tones_asked = pyqtSignal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._legends = session, Legends()
        self.acts = LayerActs(session, self)
        self.model = LayerModel(self)
        self.tree = TreeView(self.model)
        self.inspector = Inspector(session, self.acts)
        self._arrange()
        self._connect()
        follow_language(self.retranslate)

    def _arrange(self) -> None:
        self._heading, self._empty = QLabel(), QLabel()
        self._add = IconButton("mdi6.plus", tr("Put a layer of the workspace on the map"))
        self._heading.setObjectName("caption")
        self._add.clicked.connect(self._offer_tables)
        self._empty.setObjectName("caption")
        self._empty.setWordWrap(True)
        nothing = tr("No layer is on the map.\nDrop files onto the window to import them.")
        say(self._empty.setText, nothing)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.tree)
        self._pages.addWidget(self._empty)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        column.addWidget(self.inspector)

    def _connect(self) -> None:
        acts, model, tree = self.acts, self.model, self.tree
        model.switched.connect(acts.switch)
        model.class_switched.connect(acts.switch_class)
        model.renamed.connect(acts.rename)
        model.moved.connect(acts.move)
        model.border_given.connect(self._give_border)
        tree.swatch_clicked.connect(self.choose_colour)
        tree.filter_dropped.connect(lambda name: acts.filter(name, None))
        tree.stepped.connect(acts.step)
        tree.taken_off.connect(acts.take_off)
        tree.chosen.connect(self.inspector.show_layer)
        tree.menu_asked.connect(self._show_menu)
        acts.made.connect(tree.choose)
        self.inspector.style_asked.connect(self.edit_style)
        self.inspector.tones_asked.connect(self.tones_asked)
        self._session.changed.connect(self._refresh)
        self._session.shown.connect(self._refresh)
        self._session.data_changed.connect(self._refresh)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self.tree.retranslate()
        self._refresh()

    def _refresh(self, *_: object) -> None:
        before = {one.name: one for one in self.model.branches}
        self.model.show(outline(self._session, self._legends))
        self.tree.follow(before)
        count = sum(one.kind != "basemap" for one in self.model.branches)
        self._heading.setText(str(tr_n("{count} layer", "{count} layers", count)))
        self._pages.setCurrentIndex(0 if self.model.branches else 1)
        if not self.tree.currentIndex().isValid() and self.model.branches:
            self.tree.setCurrentIndex(self.model.index(0, 0))

    def switch(self, name: str, visible: bool) -> None:
        """Show or hide a layer."""
        self.acts.switch(name, visible)

    # Styles.

    def choose_colour(self, name: str, key: str) -> None:
        """Let the user choose the colour of a class; those offered first can be told apart."""
        branch = next((one for one in self.model.branches if one.name == name), None)
        if branch is None:
            return
        known = {one.key: one.colour for one in branch.entries}
        colour = known.get(key, branch.colour or "")
        ask_colour(self, colour, lambda one: self.acts.paint(name, key, one))

    def _give_border(self, name: str, number: int, text: str) -> None:
        if (fault := self.acts.give_border(name, number, text)) is not None:
            self.acts.refuse(fault)

    def edit_style(self, name: str) -> None:
        """Let the user arrange how a layer looks."""
        branch = next((one for one in self.model.branches if one.name == name), None)
        if branch is not None and self.acts.view(name) is not None:
            draft = StyleDraft(self._session, self.acts, name)
            StyleDialog(draft, branch.kind, self.window()).open()

    # What can be done, in the menu of the window and in that of a row.

    def _has_layer(self) -> bool:
        return self.acts.view(self.tree.current or "") is not None

    def _has_row(self) -> bool:
        return self.tree.current is not None

    def _has_basemap(self) -> bool:
        return self._session.document.basemap(self.tree.current or "") is not None

    def _ask_table(self, name: str) -> None:
        if (view := self.acts.view(name)) is not None:
            self.table_asked.emit(view.table)

    def _can_paste(self) -> bool:
        return self.acts.copied_style(self.tree.current or "") is not None

    def _on_current(self, act: Callable[[str], object]) -> Callable[[], None]:
        def do() -> None:
            if (name := self.tree.current) is not None:
                act(name)

        return do

    def commands(self) -> Commands:
        """Return what can be done with the layer that is worked on."""
        act, acts, has, any_row = self._on_current, self.acts, self._has_layer, self._has_row
        return [
            Command("layer-zoom", "layer", lambda: tr("Zoom to the layer"),
                    "mdi6.magnify-scan", act(self.zoom_asked.emit), "Ctrl+Shift+J",
                    is_enabled=any_row),
            Command("layer-table", "layer", lambda: tr("Table of the layer"), "mdi6.table",
                    act(self._ask_table), "Shift+F6", is_enabled=has),
            Command("layer-filter", "layer", lambda: tr("Filter …"), "mdi6.filter-outline",
                    self.inspector.edit_filter, "Ctrl+Alt+F", is_enabled=has),
            Command("layer-style", "layer", lambda: tr("Style …"), "mdi6.palette-outline",
                    act(self.edit_style), "Ctrl+Alt+S", is_enabled=has, group="style"),
            Command("layer-copy-style", "layer", lambda: tr("Copy the style"),
                    "mdi6.content-copy", act(acts.copy_style), "Ctrl+Alt+Y", is_enabled=has,
                    group="style"),
            Command("layer-paste-style", "layer", lambda: tr("Paste the style"),
                    "mdi6.content-paste", act(acts.paste_style), "Ctrl+Alt+V",
                    is_enabled=self._can_paste, group="style"),
            Command("basemap-tones", "layer", lambda: tr("Tones of the basemap …"),
                    "mdi6.brightness-6", act(self.tones_asked.emit),
                    is_enabled=self._has_basemap, group="style"),
            Command("layer-rename", "layer", lambda: tr("Rename …"), "mdi6.form-textbox",
                    self.tree.rename, is_enabled=any_row, group="change"),
            Command("layer-duplicate", "layer", lambda: tr("Duplicate"),
                    "mdi6.content-duplicate", act(acts.duplicate), "Ctrl+D", is_enabled=has,
                    group="change"),
            Command("layer-up", "layer", lambda: tr("Move up"), "mdi6.arrow-up",
                    act(partial(_step, acts, 1)), is_enabled=any_row, group="order"),
            Command("layer-down", "layer", lambda: tr("Move down"), "mdi6.arrow-down",
                    act(partial(_step, acts, -1)), is_enabled=any_row, group="order"),
            Command("layer-off", "layer", lambda: tr("Take off the map"),
                    "mdi6.layers-remove", act(acts.take_off), is_enabled=any_row, group="end"),
            Command("layer-rename-kept", "layer", lambda: tr("Rename in the workspace …"),
                    "mdi6.form-textbox", act(self.renaming_asked.emit), is_enabled=has,
                    group="end"),
            Command("layer-delete", "layer", lambda: tr("Delete from the workspace …"),
                    "mdi6.delete-outline", act(self.deletion_asked.emit), is_enabled=has,
                    group="end"),
        ]  # fmt: skip

    def _show_menu(self, place: QPoint) -> None:
        viewport = self.tree.viewport()
        if viewport is None or not self._has_row() or not self.tree.indexAt(place).isValid():
            return
        view = self.acts.view(self.tree.current or "")
        menu = layer_menu(self, self._session, self.acts, view, self.commands())
        menu.popup(viewport.mapToGlobal(place))

    def _offer_tables(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for table, title in addable(self._session):
            add_choice(menu, shown(title), False, partial(self.acts.add, table))
        if menu.isEmpty():
            nothing = menu.addAction(str(tr("All layers of the workspace are on the map")))
            if nothing is not None:
                nothing.setEnabled(False)
        menu.addSeparator()
        basemap = menu.addAction(icon("mdi6.map-plus"), str(tr("Basemap …")))
        if basemap is not None:
            basemap.triggered.connect(lambda _: self.basemap_asked.emit())
        menu.popup(self._add.mapToGlobal(QPoint(0, self._add.height())))


def _step(acts: LayerActs, step: int, name: str) -> None:
    acts.step(name, step)
