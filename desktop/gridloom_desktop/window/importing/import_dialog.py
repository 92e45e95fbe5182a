"""The dialog of an import: what is found, what it is, what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.background import Background
from gridloom_desktop.window.failures import write_to_log
from gridloom_desktop.window.following import follow_language, say
from gridloom_desktop.window.importing.fields_page import FieldsPage
from gridloom_desktop.window.importing.report_page import ReportPage
from gridloom_desktop.window.importing.source_list import SourceList
from gridloom_desktop.window.importing.source_page import SourcePage
from gridloom_desktop.window.manual.opening import offer_page
from gridloom_desktop.window.model.importing.batch import Batch, Entry
from gridloom_desktop.window.model.importing.draft import ImportDraft
from gridloom_desktop.window.model.importing.looking import Found, look_at
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr, tr_n
from gridloom_layers.progress import Progress, Step
from gridloom_layers.workspace import Store

SOURCE, FIELDS, REPORT = range(3)


class ImportDialog(QDialog):
    """Shows a batch of sources. ``import_asked`` wants the ready ones to be imported."""

    import_asked = pyqtSignal()
    cancel_asked = pyqtSignal()

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offer_page(self, "import")
        self.batch = Batch(store)
        self._store = store
        self._looking = Background("looking", self)
        self._make()
        self._arrange()
        self._connect()
        follow_language(self.retranslate)

    def _make(self) -> None:
        say(self.setWindowTitle, tr("Import"))
        self.sources = SourceList(self.batch)
        self.source, self.fields = SourcePage(self._store.crs), FieldsPage(self._store)
        self.report, self.waiting = ReportPage(self._store), QLabel()
        self.pages, self.stack = QTabWidget(), QStackedWidget()
        self.pages.setDocumentMode(True)
        for page, title in (
            (self.source, tr("1  What is found")),
            (self.fields, tr("2  What it is")),
            (self.report, tr("3  What became of it")),
        ):
            say(partial(self.pages.setTabText, self.pages.addTab(page, "")), title)
        self.waiting.setWordWrap(True)
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.problem, self.progress = QLabel(), QProgressBar()
        self.problem.setObjectName("fault")
        self.problem.setWordWrap(True)
        self.progress.setTextVisible(False)
        self.progress.hide()
        self.cancel, self.back, self.next, self.begin = (QPushButton() for _ in range(4))
        say(self.back.setText, tr("Step back"))
        say(self.next.setText, tr("Next step"))
        self.begin.setObjectName("primary")
        for button in (self.cancel, self.back, self.next):
            button.setAutoDefault(False)
        self.begin.setDefault(True)

    def _arrange(self) -> None:
        self.stack.addWidget(self.pages)
        self.stack.addWidget(self.waiting)
        middle = QHBoxLayout()
        middle.addWidget(self.sources)
        middle.addWidget(self.stack, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.progress, 1)
        buttons.addStretch(1)
        for button in (self.back, self.next, self.begin):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addLayout(middle, 1)
        column.addWidget(self.problem)
        column.addLayout(buttons)
        self.sources.setFocus()  # the keys begin here: nothing else is enabled yet
        self.resize(1040, 680)

    def _connect(self) -> None:
        self.sources.chosen.connect(self._choose)
        self.sources.ticked.connect(self._look_at_ticked)
        self.source.changed.connect(self._take)
        self.source.encoding_chosen.connect(self._read_again)
        self.fields.changed.connect(self._take)
        self.pages.currentChanged.connect(self._refresh)
        self.cancel.clicked.connect(self._cancel)
        self.back.clicked.connect(partial(self._turn, -1))
        self.next.clicked.connect(partial(self._turn, 1))
        self.begin.clicked.connect(self.import_asked)

    def retranslate(self) -> None:
        """Write what depends on the sources in the current language."""
        if self.entry is not None:
            self._show(self.entry)
        self._refresh()

    @property
    def entry(self) -> Entry | None:
        """The source that is shown."""
        row = self.sources.currentRow()
        return self.batch.entries[row] if 0 <= row < len(self.batch.entries) else None

    @property
    def busy(self) -> bool:
        """Whether a file is being looked at."""
        return self._looking.busy

    # Files are looked at.

    def offer(self, paths: Iterable[Path], asked: Mapping[str, Any] | None = None) -> None:
        """Look at further files; ``asked`` is how they were imported before."""
        for entry in self.batch.add(paths):
            entry.asked = asked
            self._look(entry)
        self._refresh()
        if self.sources.currentRow() < 0:
            self.sources.setCurrentRow(0)

    def _look(self, entry: Entry, encoding: str | None = None) -> None:
        entry.looking, entry.remark = True, None
        work = partial(_looked, entry.path, entry.layer, encoding)
        then = partial(self._found, entry, encoding)
        self._looking.submit(work, then, partial(self._not_found, entry))

    def _look_at_ticked(self) -> None:
        """Look at layers that the user wants too."""
        for entry in self.batch.entries:
            if entry.ticked and entry.state(self._store) == "further":
                self._look(entry)
        self._refresh()

    def _found(self, entry: Entry, encoding: str | None, found: Found) -> None:
        entry.looking = False
        self.batch.take(entry, found)
        if entry.draft is not None and encoding is not None:
            entry.draft = _encoded(entry.draft, encoding)
        self._show_again(entry)

    def _not_found(self, entry: Entry, error: BaseException) -> None:
        entry.looking = False
        if not isinstance(error, BadInput):
            write_to_log(error)
            error = BadInput("unreadable", tr("“{file}” cannot be read.", file=entry.path.name))
        if entry.draft is None:
            entry.fault = error
        else:  # in another encoding: it stays as it was before
            entry.remark = error
        self._show_again(entry)

    def _read_again(self, encoding: str | None) -> None:
        if self.entry is not None:
            self._look(self.entry, encoding)

    def _choose(self, _: int) -> None:
        entry = self.entry
        if entry is not None and entry.state(self._store) == "further":
            self._look(entry)
        if entry is not None:
            done = entry.imported is not None or (entry.fault is not None and entry.draft)
            self.pages.setCurrentIndex(REPORT if done else SOURCE)
            self._show(entry)
        self._refresh()

    # What is shown.

    def _show_again(self, entry: Entry) -> None:
        if entry is self.entry:
            self._show(entry)
        self._refresh()

    def _show(self, entry: Entry) -> None:
        if entry.draft is None:
            looking = tr("“{file}” is being looked at …", file=entry.path.name)
            self.waiting.setText(str(looking if entry.fault is None else _told(entry.fault)))
            self.stack.setCurrentWidget(self.waiting)
            return
        self.waiting.clear()
        self.stack.setCurrentWidget(self.pages)
        self.source.show_draft(entry.draft)
        self.fields.show_draft(entry.draft)
        if entry.imported is not None:
            self.report.show_import(entry.imported)
        elif entry.fault is not None:
            self.report.show_fault(entry.fault)

    def _take(self, draft: ImportDraft) -> None:
        """Take what the user changed; a fault of the try before it is past."""
        if (entry := self.entry) is not None and entry.imported is None:
            entry.draft, entry.fault = draft, None
            self._show(entry)
        self._refresh()

    def tell(self, entry: Entry) -> None:
        """Show what became of a source, and the source itself."""
        self.sources.setCurrentRow(self.batch.entries.index(entry))
        self._show(entry)
        self.pages.setCurrentIndex(REPORT)
        self._refresh()

    def tell_cancelled(self) -> None:
        """Show that nothing was imported, as the user wanted."""
        self.pages.setCurrentIndex(FIELDS)
        self._refresh()

    def show_step(self, step: Step) -> None:
        """Show how far an import is."""
        self.progress.setRange(0, max(step.total, 0))
        self.progress.setValue(step.done)

    def _refresh(self, *_: object) -> None:
        entry = self.entry
        self.sources.refresh()
        running = any(one.running for one in self.batch.entries)
        done = entry is not None and (entry.imported is not None or entry.fault is not None)
        self.pages.setTabEnabled(REPORT, done)
        for page in (self.source, self.fields):
            page.setEnabled(entry is not None and entry.imported is None and not running)
        place, there = self.pages.currentIndex(), entry is not None and entry.draft is not None
        self.back.setEnabled(there and place > SOURCE)
        self.next.setEnabled(there and place < (REPORT if done else FIELDS))
        self.progress.setVisible(running)
        self.cancel.setText(str(tr("Cancel") if running else tr("Close")))
        self._show_begin(running)
        self._show_problem(entry)

    def _show_begin(self, running: bool) -> None:
        ready = self.batch.ready()
        self.begin.setEnabled(ready > 0 and not running)
        text = tr("Import") if ready < 2 else tr_n("Import {count} source",
                                                   "Import {count} sources", ready)  # fmt: skip
        self.begin.setText(str(text))

    def _show_problem(self, entry: Entry | None) -> None:
        draft = entry.draft if entry is not None and entry.imported is None else None
        problems = [*draft.problems(self._store), *draft.remarks()] if draft is not None else []
        if entry is not None and entry.remark is not None:
            problems.append(entry.remark.message)
        self.problem.setText("  ".join(map(str, problems)))
        self.problem.setVisible(bool(problems))

    def _turn(self, step: int) -> None:
        self.pages.setCurrentIndex(self.pages.currentIndex() + step)

    def _cancel(self) -> None:
        if any(one.running for one in self.batch.entries):
            self.cancel_asked.emit()
        else:
            self.reject()

    def close_worker(self) -> None:
        """End the thread that looks at files."""
        self._looking.close()


def _looked(path: Path, layer: str | None, encoding: str | None, progress: Progress) -> Found:
    return look_at(path, progress, layer, encoding)


def _encoded(draft: ImportDraft, encoding: str) -> ImportDraft:
    return replace(draft, encoding=encoding)


def _told(fault: BadInput) -> str:
    """Return a fault as the window tells it: hints about switches of the command are none here."""
    hint = "" if fault.hint is None or "--" in fault.hint.msgid else str(fault.hint)
    return "\n".join(filter(None, (str(fault.message), hint)))
