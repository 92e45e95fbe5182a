"""The provider: one algorithm for each analysis that the command knows."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider

from ..calling.conversation import Conversation


class GridloomProvider(QgsProcessingProvider):
    """The group “Gridloom” of the toolbox."""

    def __init__(self, conversation: Conversation) -> None:
        super().__init__()
        self._conversation = conversation

    def id(self) -> str:
        """Return how algorithms are named: ``gridloom:hotspots``."""
        return "gridloom"

    def name(self) -> str:
        """Return the title of the group."""
        return "Gridloom"

    def loadAlgorithms(self) -> None:  # noqa: N802
        """Add the algorithms."""
