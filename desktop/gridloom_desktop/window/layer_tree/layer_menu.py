"""The menu of one layer: all that can be done with it, its fields to colour it by and to write."""

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu, QWidget

from gridloom_desktop.window.command import Commands
from gridloom_desktop.window.icons import icon
from gridloom_desktop.window.layer_tree.layer_acts import LayerActs
from gridloom_desktop.window.model.document import LayerView
from gridloom_desktop.window.model.outline import label_fields
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.symbology import Colouring
from gridloom_desktop.window.model.variables import offered
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr


def layer_menu(
    parent: QWidget, session: Session, acts: LayerActs, view: LayerView | None, commands: Commands
) -> QMenu:
    """Return the menu of a layer, of a basemap where there is no ``view``.

    What cannot be done with a basemap is left out. The menu is gone when it is closed.
    """
    menu, group = QMenu(parent), ""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for command in commands:
        if not command.is_enabled() and (view is None or command.name == "basemap-tones"):
            continue
        if command.group != group:
            menu.addSeparator()
            if command.group == "style" and view is not None and view.is_of_rows:
                _add_colours(menu, session, acts, view)
                _add_labels(menu, session, acts, view)
        group = command.group
        action = QAction(icon(command.icon), str(command.title()), menu)
        action.setEnabled(command.is_enabled())
        action.triggered.connect(lambda _, do=command.do: do())
        menu.addAction(action)
    return menu


def _add_colours(menu: QMenu, session: Session, acts: LayerActs, view: LayerView) -> None:
    """Offer the fields, measures and columns of results to colour a layer by."""
    colours = _submenu(menu, "mdi6.format-color-fill", str(tr("Colour by")))
    chosen = view.colouring.variable if view.colouring else None
    nothing = partial(acts.colour, view.name, None)
    own = tr("One colour") if view.result is None else tr("As the result has it")
    add_choice(colours, str(own), chosen is None, nothing)
    heading = None
    for one in offered(session.store, view.table, view.result):
        if one.heading != heading:
            heading = one.heading
            colours.addSection(shown(heading))
        do = partial(acts.colour, view.name, Colouring(**one.variable.model_dump()))
        add_choice(colours, shown(one.title), one.variable == chosen, do)


def _add_labels(menu: QMenu, session: Session, acts: LayerActs, view: LayerView) -> None:
    """Offer the fields to write beside the rows of a layer."""
    labels = _submenu(menu, "mdi6.label-outline", str(tr("Labels")))
    nothing = partial(acts.label, view.name, None)
    add_choice(labels, str(tr("No labels")), view.labels is None, nothing)
    for field, title in label_fields(session, view):
        do = partial(acts.label, view.name, field)
        add_choice(labels, shown(title), field == view.labels, do)


def _submenu(menu: QMenu, picture: str, title: str) -> QMenu:
    submenu = QMenu(title, menu)
    submenu.setIcon(icon(picture))
    menu.addMenu(submenu)
    return submenu


def add_choice(menu: QMenu, text: str, chosen: bool, do: Callable[[], object]) -> None:
    """Add something to choose, marked where it is chosen."""
    action = QAction(text, menu)
    action.setCheckable(True)
    action.setChecked(chosen)
    action.triggered.connect(lambda _: do())
    menu.addAction(action)
