"""What of a workspace is put into a map for QGIS: what its window shows, and all that is kept."""

from dataclasses import dataclass

from gridloom_desktop.window.model.answering import Answer, kept_answer, kept_names
from gridloom_desktop.window.model.autosave import kept_document
from gridloom_desktop.window.model.document import Document, LayerView
from gridloom_desktop.window.model.layering import first_document, with_answer
from gridloom_desktop.window.model.scene import Scene
from gridloom_desktop.window.model.symbology import Colouring
from gridloom_layers.workspace import FolderStore


@dataclass(frozen=True)
class Shown:
    """The document of a map; ``results`` and ``measures`` are kept, but not shown by it."""

    document: Document
    results: tuple[LayerView, ...] = ()
    measures: tuple[LayerView, ...] = ()

    @property
    def views(self) -> tuple[LayerView, ...]:
        """All layers, the lowest first."""
        return (*self.document.layers, *self.results, *self.measures)

    @property
    def to_read(self) -> Document:
        """A document that shows all of them, so that all are read.

        A result is shown as a whole: a step of its time has classes of its own, which no file has.
        """
        views = tuple(one.model_copy(update={"visible": True}) for one in self.views)
        time = None if self.result_in_time else self.document.time
        return self.document.model_copy(update={"layers": views, "time": time})

    @property
    def result_in_time(self) -> str | None:
        """The result of which a step of its time is shown, None where none is."""
        return self.document.time.result if self.document.time is not None else None


def shown_of(store: FolderStore, scene: Scene) -> Shown:
    """Return what a window would show of a workspace.

    That is what it showed last; of a workspace that no window has shown, what a new one shows,
    and each kept result and measure, which is not visible.
    """
    document = kept_document(store)
    return _at_first(store, scene) if document is None else Shown(document)


def _at_first(store: FolderStore, scene: Scene) -> Shown:
    document = first_document(store)
    answers = [
        kept_answer(store, scene.base(layer), name)
        for name in kept_names(store)
        if (layer := str(store.results[name].document["layer"])) in store.tables
        and store.table(layer).geometry is not None
    ]
    if answers:
        document = with_answer(document, store, answers[0], answers[0].result.layer)
    taken = {one.name for one in document.layers}
    results = [view for one in answers[1:] for view in views_of(one)]
    measures = [one for name in store.measures if (one := measure_view(store, name)) is not None]
    return Shown(
        document,
        tuple(one for one in results if one.name not in taken),
        tuple(one for one in measures if one.name not in taken),
    )


def views_of(answer: Answer) -> list[LayerView]:
    """Return the layers of a kept result, which are not visible."""
    return [
        LayerView(name=one.name, table=answer.result.layer, result=answer.name, part=one.name,
                  visible=False)
        for one in answer.layers
    ]  # fmt: skip


def measure_view(store: FolderStore, name: str) -> LayerView | None:
    """Return a layer coloured by a kept measure; None where it names no areas."""
    from gridloom_analytics.measures import parse_measure  # late: it loads the parser

    level = parse_measure(store.measures[name].text, store).level
    if level is None or level not in store.tables or store.table(level).geometry is None:
        return None
    colouring = Colouring(column=name, source="measure")
    return LayerView(name=f"measure {name}", table=level, visible=False, colouring=colouring)
