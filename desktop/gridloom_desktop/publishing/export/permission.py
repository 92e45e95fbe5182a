"""The explicit act by which personal records may leave whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from gridloom_analytics.disclosure import THRESHOLD
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.workspace import Store

ACT = "personal export"
"""How the act is called in the workspace's log."""


@dataclass(frozen=True)
class Permission:
    """Leave to let personal data out, with the reason that goes to the log."""

    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise BadInput(
                "no-reason",
                tr("Personal data may leave only for a stated reason."),
                hint=tr('Give it with --reason "…"; it is kept in the workspace\'s log.'),
            )

    @classmethod
    def asked(cls, *, personal: bool, reason: str | None) -> "Permission | None":
        """Return the permission that ``--personal --reason`` ask for, or None without either."""
        if personal:
            return cls(reason or "")
        if reason:
            raise BadInput(
                "reason-without-personal",
                tr("A reason is given, but personal data are not asked for."),
                hint=tr("Add --personal, or leave --reason out."),
            )
        return None


def put_on_record(
    store: Store | None, permission: Permission, what: str, details: Mapping[str, object]
) -> None:
    """Log the use of a permission, before anything is let out."""
    if store is None:
        raise BadInput(
            "no-log",
            tr("Personal data can leave from a workspace only, where the act is logged."),
            hint=tr("Import the file into a workspace first."),
        )
    store.log(ACT, {"what": what, "reason": permission.reason.strip(), **details})


def check_threshold(store: Store, threshold: int, permission: Permission | None) -> None:
    """Refuse a threshold under the default one, unless there is a permission to log."""
    if threshold >= THRESHOLD:
        return
    if permission is None:
        raise BadInput(
            "threshold-too-low",
            tr(
                "Counts of fewer than {default} persons are withheld; {threshold} is lower.",
                default=THRESHOLD,
                threshold=threshold,
            ),
            hint=tr('Keep the threshold, or add --personal --reason "…"; the act is logged.'),
        )
    put_on_record(store, permission, "threshold", {"threshold": threshold})
