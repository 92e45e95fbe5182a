"""Fixtures of the tests of the panel: a window, and the panel with a workspace ``town`` in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from small_window import SmallWindow, opened_panel

from gridloom_qgis.calling.conversation import Conversation
from gridloom_qgis.panel.panel import Panel


@pytest.fixture(scope="module")
def window() -> Iterator[SmallWindow]:
    """A window for all tests of a file."""
    shown = SmallWindow()
    shown.show()
    yield shown
    shown.close()


@pytest.fixture(scope="module")
def panel(window: SmallWindow, conversation: Conversation, town: Path) -> Iterator[Panel]:
    """The panel, the city open in it."""
    with opened_panel(window, conversation, town) as made:
        yield made


@pytest.fixture(scope="module")
def described(conversation: Conversation, town: Path) -> Any:
    """What the command tells of the city."""
    return conversation.ask(["describe", str(town)])
