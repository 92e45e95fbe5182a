"""What the panel tells of work: what is being done, what an answer notes."""

from __future__ import annotations

from pathlib import Path

from small_window import until

from gridloom_qgis.calling.conversation import Conversation
from gridloom_qgis.panel.asking import Asker

MEASURE = "count(person where age >= 80) by community"


def test_how_many_areas_are_withheld_is_told(
    qgis_app, conversation: Conversation, city: Path, tmp_path: Path
) -> None:
    asked = ["publish", str(city), "layer", f"--measure={MEASURE}"]
    withheld = conversation.ask([*asked, f"--out={tmp_path / 'a.gpkg'}"])["suppressed"]
    told, asker = [], Asker(conversation)
    asker.noted.connect(told.append)
    asker.ask("Map", [*asked, f"--out={tmp_path / 'b.gpkg'}"], lambda _told: None)
    until(lambda: not asker.waiting)
    assert withheld
    assert told == [f"Areas withheld, as too few persons are counted there: {withheld}."]


def test_what_is_being_done_is_told_at_once_and_until_it_is_done(
    qgis_app, conversation: Conversation, city: Path
) -> None:
    told, asker = [], Asker(conversation)
    asker.doing.connect(told.append)
    asker.ask("Open “city”", ["describe", str(city)], lambda _told: None)
    assert told == ["Open “city”"]
    until(lambda: not asker.waiting)
    assert told[-1] == ""
