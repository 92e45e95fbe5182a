"""The analyses that Gridloom knows, kept between sessions: QGIS shows them without asking anew.

They stand in QGIS's profile under the digest that the command tells of them when it starts. A
command with another digest (another version, analyses of another package) is asked again.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication

from .conversation import Conversation, IsCancelled
from .faults import NotUnderstood

Entry = dict[str, Any]
"""One analysis as ``gridloom analyses --json`` tells it."""
OF_ENTRIES = {"name", "title", "summary", "group", "parameters", "outputs"}
OF_OUTPUTS = {"kind", "name", "title", "formats"}
"""What is asked of every entry, and of every output of it."""


def kept_in_profile() -> Path:
    """Return the file that keeps the catalogue of this profile of QGIS."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "gridloom" / "analyses.json"


class Catalogue:
    """The entries: those that are kept, or asked of the command; safe to ask in any thread."""

    def __init__(self, conversation: Conversation, file: Path | None = None) -> None:
        self._conversation = conversation
        self._file = file or kept_in_profile()
        self._held: list[Entry] | None = None

    def kept(self) -> list[Entry] | None:
        """Return the entries that were kept; None where there are none, or no longer readable.

        Where the profile cannot be written, what was asked is kept for the session.
        """
        document = self._document()
        return self._held if document is None else document["entries"]

    def ask(self, is_cancelled: IsCancelled | None = None) -> list[Entry]:
        """Return the entries that the command tells, and keep them; raise a ``Fault``."""
        entries: list[Entry] = self._conversation.ask(["analyses"], is_cancelled=is_cancelled)
        if not _are_entries(entries):
            raise NotUnderstood(repr(entries))
        self._held = entries
        self._keep({"digest": self._told(), "entries": entries})
        return entries

    @property
    def outdated(self) -> bool:
        """Whether the command that runs knows other analyses than those that are kept."""
        document = self._document()
        return self._told() is not None and (document or {}).get("digest") != self._told()

    def _told(self) -> str | None:
        return (self._conversation.version or {}).get("analyses")

    def _document(self) -> dict[str, Any] | None:
        try:
            document = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        whole = isinstance(document, dict) and _are_entries(document.get("entries"))
        return document if whole else None

    def _keep(self, document: dict[str, Any]) -> None:
        """Write it whole or not at all; where nothing can be written, it is asked each session."""
        part = self._file.with_suffix(f".{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
            part.replace(self._file)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink()


def _are_entries(told: Any) -> bool:
    """Whether what was told or kept is a list of analyses, with all that is asked of them."""
    return _are(told, OF_ENTRIES) and all(_are(one["outputs"], OF_OUTPUTS) for one in told)


def _are(told: Any, needed: set[str]) -> bool:
    """Whether something is a list of objects that have the names that are ``needed``."""
    return isinstance(told, list) and all(
        isinstance(one, dict) and needed <= one.keys() for one in told
    )
