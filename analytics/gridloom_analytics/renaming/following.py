"""Renaming in a workspace: what names the renamed thing follows, in the same commit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gridloom_analytics.keeping import VISIBLE
from gridloom_analytics.renaming.settings import with_measure, with_table
from gridloom_analytics.renaming.texts import check_speakable, in_measure
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, listed, tr, tr_n
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Reading, Store

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Following:
    """What another name brings about: texts of measures and documents of results by their names.

    ``unread`` are measures that cannot be read, so that they stay as they are; ``said`` are results
    whose sentences keep the name that things had when they were made.
    """

    measures: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def stays(self) -> tuple[Message, ...]:
        """What does not follow, in words."""
        told = []
        if self.unread:
            told.append(tr("Measures that cannot be read stay as they are: {names}.",
                           names=listed(self.unread)))  # fmt: skip
        if self.said:
            told.append(
                tr_n(
                    "{count} kept result keeps the old name in its sentences and titles until it "
                    "is run again.",
                    "{count} kept results keep the old name in their sentences and titles until "
                    "they are run again.",
                    len(self.said),
                )
            )
        return tuple(told)


def following(store: Reading, old: str, new: str) -> Following:
    """Return what follows when something is called otherwise; nothing is written.

    Raise ``BadInput`` where a table cannot be called so, as no measure could say its name.
    """
    if old in store.tables:
        check_speakable(store, old, new)
        return _of_table(store, old, new)
    if old in store.measures:
        return Following(documents=_documents(store, _measure_named(old, new)))
    return Following()


def staying(store: Reading, old: str) -> tuple[Message, ...]:
    """Return in words what would keep the name of a table, whatever it is called then."""
    return _of_table(store, old, f"{old}…").stays if old in store.tables else ()


def rename(store: Store, old: str, new: str, progress: Progress | None = None) -> Following:
    """Rename a table, measure or result in one commit; return what followed, and what did not.

    Raise ``BadInput`` where there is nothing called so, or the name is taken or cannot be one.
    """
    (progress or Progress()).report("rename", 0, 0)
    with store.change() as change:
        found = following(store, old, new)
        change.rename(old, new)
        change.reword(found.measures, found.documents)
    return found


def _of_table(store: Reading, old: str, new: str) -> Following:
    texts, unread = {}, []
    for name, kept in store.measures.items():
        try:
            text = in_measure(kept.text, store, old, new)
        except BadInput:
            unread.append(name)
            continue
        if text != kept.text:
            texts[name] = text
    documents = _documents(store, lambda analysis, one: with_table(store, analysis, one, old, new))
    return Following(texts, documents, tuple(unread), tuple(documents))


def _measure_named(old: str, new: str) -> Callable[[str, Document], Document]:
    return lambda analysis, document: with_measure(analysis, document, old, new)


def _documents(store: Reading, follow: Callable[[str, Document], Document]) -> dict[str, Document]:
    """Return the documents of results that change, the answer of what may be seen in them too."""
    found = {}
    for name, entry in store.results.items():
        document = {**entry.document, **follow(entry.analysis, entry.document)}
        if (visible := entry.document.get(VISIBLE)) is not None:
            document[VISIBLE] = {**visible, **follow(entry.analysis, visible)}
        if document != entry.document:
            found[name] = document
    return found
