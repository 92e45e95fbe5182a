"""What can go wrong for a user, as one sentence: what, where, what to do."""

from dataclasses import asdict, dataclass
from typing import Any

from gridloom_layers.language import Language, Message, current_language


@dataclass(frozen=True)
class Where:
    """The place of a fault: each part is None where it does not apply.

    ``row`` is the row number that the user sees in the source (the first row of the file is 1,
    the header included); ``cell`` a spreadsheet address such as ``C7``.
    """

    file: str | None = None
    layer: str | None = None
    row: int | None = None
    column: str | None = None
    cell: str | None = None


class GridloomError(Exception):
    """Base of the errors that are told to a user as they are."""


class BadInput(GridloomError):  # noqa: N818 - named by what it is to the user
    """The input cannot be used as it is (exit code 2).

    ``code`` is a stable kebab-case word for programs (``unknown-column``); ``message`` says what
    is wrong, ``where`` the place, ``hint`` what to do.
    """

    def __init__(
        self, code: str, message: Message, where: Where | None = None, hint: Message | None = None
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.where = where or Where()
        self.hint = hint

    def __str__(self) -> str:
        between = "" if current_language() == "zh" else " "
        return between.join(str(part) for part in (self.message, self.hint) if part is not None)

    def to_json(self, language: Language) -> dict[str, Any]:
        """Return the ``error`` object of the JSON envelope."""
        return {
            "code": self.code,
            "message": self.message.render(language),
            "where": asdict(self.where),
            "hint": self.hint.render(language) if self.hint else None,
        }


class Cancelled(GridloomError):  # noqa: N818 - not an error to the user
    """The user stopped the operation; nothing of it was kept (exit code 130)."""
