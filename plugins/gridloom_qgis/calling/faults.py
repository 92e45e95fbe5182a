"""What may go wrong between QGIS and ``gridloom``; the text of each is a sentence for the user."""

from __future__ import annotations

from typing import Any

from ..language import sentences, tr


class Fault(Exception):  # noqa: N818 - the base of all that is told to the user
    """Something did not work: ``sentence`` says what, ``hint`` what to do about it."""

    def __init__(self, sentence: str, hint: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint

    def __str__(self) -> str:
        return sentences(self.sentence, self.hint)


class Refused(Fault):
    """Gridloom understood the request and says why it cannot be done.

    ``code`` and ``where`` are those of its envelope.
    """

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(str(error.get("message", "")), error.get("hint"))
        self.code = str(error.get("code", ""))
        self.where: dict[str, Any] = error.get("where") or {}


class NotFound(Fault):
    """There is no command ``gridloom``."""

    def __init__(self) -> None:
        super().__init__(
            tr("The command “gridloom” is not found."),
            tr("Set it up with “Plugins → Gridloom → Set up”."),
        )


class Broken(Fault):
    """The command cannot be started, ended in the middle, or answers nonsense.

    ``details`` are its last words, for the log.
    """

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence, tr("“Plugins → Gridloom → Doctor” tells more."))
        self.details = details


class NotUnderstood(Broken):
    """The command answers what this plugin cannot read."""

    def __init__(self, details: str) -> None:
        super().__init__(tr("Gridloom answered what this plugin does not understand."), details)


class TooOld(Fault):
    """The command is a Gridloom that this plugin does not know how to speak with any more."""

    def __init__(self, path: str) -> None:
        super().__init__(
            tr("“{path}” is a Gridloom too old for this plugin.", path=path),
            tr("Set it up anew with “Plugins → Gridloom → Set up”."),
        )


class TooNew(Fault):
    """The command speaks a later version of its protocol than this plugin knows."""

    def __init__(self, protocol: object) -> None:
        super().__init__(
            tr("Gridloom speaks version {version} here, which this plugin does not know.",
               version=protocol),
            tr("Update the plugin: “Plugins → Manage and Install Plugins”."),
        )  # fmt: skip


class Cancelled(Fault):
    """The user has stopped it."""

    def __init__(self) -> None:
        super().__init__(tr("Cancelled."))
