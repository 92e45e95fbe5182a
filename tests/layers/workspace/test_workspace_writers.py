"""One writer at a time."""

import pytest

from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore, open_workspace


def test_a_second_writer_is_told_to_wait(
    city: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridloom_layers.workspace.folder.LOCK_SECONDS", 0.1)
    other = open_workspace(city.path)
    with city.change(), pytest.raises(BadInput, match="Another process"), other.change():
        pass
