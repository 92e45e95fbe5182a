"""From now on another command is called: the setting, the warm process, the algorithms."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication

from ..calling.command import use_command
from ..calling.conversation import Conversation
from .installing import remove_others


def adopt(command: Path, conversation: Conversation) -> None:
    """Have ``command`` called and the old one ended; in any thread, as that may take seconds.

    Environments that were made here and are not called any more are removed.
    """
    use_command(command)
    conversation.end()
    remove_others(command)
    conversation.ask(["--version"])  # whoever listens to its start learns of new analyses


def show_algorithms() -> None:
    """Have the toolbox list what the new command knows; in the main thread."""
    provider = QgsApplication.processingRegistry().providerById("gridloom")
    if provider is not None:
        provider.refreshAlgorithms()
