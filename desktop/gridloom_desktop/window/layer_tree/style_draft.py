"""The style of a layer while it is being changed: all of it is one step to undo."""

from dataclasses import dataclass, field

from gridloom_desktop.window.layer_tree.layer_acts import LayerActs
from gridloom_desktop.window.model.document import LayerView
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.steps import Gesture
from gridloom_desktop.window.model.symbology import Colouring, Symbols
from gridloom_desktop.window.model.variables import Offered, numeric_ones, offered
from gridloom_layers.language import tr


@dataclass(eq=False)
class StyleDraft:
    """What the pages of the style of a layer show and change; the map follows at once."""

    session: Session
    acts: LayerActs
    name: str
    gesture: Gesture = field(default_factory=Gesture)

    def __post_init__(self) -> None:
        self._before = self.view

    @property
    def view(self) -> LayerView:
        """What the document says of the layer."""
        view = self.acts.view(self.name)
        return view if view is not None else LayerView(name=self.name, table=self.name)

    @property
    def layer(self) -> MapLayer | None:
        """The layer as it is shown, None until it is read."""
        return self.session.layer(self.name)

    @property
    def symbols(self) -> Symbols:
        """The sizes, outlines and heat of the layer."""
        return self.view.symbols

    def variables(self, *, numeric: bool = False) -> list[Offered]:
        """Return what the layer can be shown by; further shapes of a result have no rows."""
        view = self.view
        if view.table not in self.session.store.tables or not view.is_of_rows:
            return []
        found = offered(self.session.store, view.table, view.result)
        return numeric_ones(found) if numeric else found

    def colour(self, colouring: Colouring | None) -> None:
        """Colour the layer by something else."""
        self.acts.colour(self.name, colouring, self.gesture)

    def paint(self, key: str, colour: str) -> None:
        """Give a class a colour."""
        self.acts.paint(self.name, key, colour, self.gesture)

    def switch_class(self, key: str, on: bool) -> None:
        """Show or hide a class."""
        self.acts.switch_class(self.name, key, on, self.gesture)

    def symbolise(self, **changes: object) -> None:
        """Change sizes, outlines or heat."""
        symbols = self.symbols.model_copy(update=changes)
        self.acts.symbolise(self.name, symbols, self.gesture)

    def take_back(self) -> None:
        """Leave the layer as it was before, and what else has changed since as it is now."""
        document, before = self.session.document, self._before
        taken_back = (before if one.name == self.name else one for one in document.stack)
        self.session.apply(tr("Style of a layer"), document.with_stack(taken_back), self.gesture)
