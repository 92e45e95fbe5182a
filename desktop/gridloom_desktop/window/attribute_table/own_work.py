"""What one table asks of the store's thread."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from gridloom_desktop.window.background import Task
from gridloom_desktop.window.operations import Failed, Operation, Operations
from gridloom_layers.language import Message
from gridloom_layers.progress import Progress

Value = TypeVar("Value")


class OwnWork:
    """Operations of a view that may be closed before they end: then nobody is told of them."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations
        self._under_way: set[Operation | Task] = set()
        self._closed = False

    def do(
        self,
        what: Message,
        work: Callable[[Progress], Value],
        then: Callable[[Value], Any],
        failed: Failed | None = None,
    ) -> Operation:
        """Do work that is shown, as :meth:`Operations.do` does."""
        failed = failed or self.report
        begun = self._operations.do(
            what, work, partial(self._tell, then), partial(self._tell, failed)
        )
        return self._keep(begun)

    def read(
        self,
        work: Callable[[Progress], Value],
        then: Callable[[Value], Any],
        failed: Failed | None = None,
    ) -> Task:
        """Read what the view needs, as :meth:`Operations.read` does."""
        refused = partial(self._tell, failed or self.report)
        return self._keep(self._operations.read(work, partial(self._tell, then), refused))

    def _keep(self, begun: Any) -> Any:
        self._under_way = {one for one in self._under_way if not one.done} | {begun}
        return begun

    def _tell(self, whom: Callable[[Any], Any], what: object) -> None:
        if not self._closed:
            whom(what)

    def report(self, error: BaseException) -> None:
        """Tell what went wrong in a box."""
        self._operations.report(error)

    @property
    def busy(self) -> bool:
        """Whether anything is still to be told."""
        return any(not one.done for one in self._under_way)

    def close(self) -> None:
        """Cancel what is under way, and tell nobody of it any more."""
        self._closed = True
        for one in self._under_way:
            one.cancel()
