"""Small multiples on a sheet: in the house look, through the gate."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gridloom_analytics.bilingual import same
from gridloom_desktop.publishing.export.multiples import release_multiples
from gridloom_desktop.publishing.multiples import LegendLine, Multiples, SmallPicture
from gridloom_desktop.publishing.sheet.layout import Layout
from gridloom_desktop.publishing.sheet.multiples import cells
from gridloom_desktop.window.model.document import Colouring
from gridloom_desktop.window.model.starting import open_session
from gridloom_desktop.window.model.time import leaving
from gridloom_desktop.window.model.time.leaving import save_multiples
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress

BOX = (0.0, 0.0, 800.0, 800.0)


@pytest.fixture
def session(workspace):
    opened = open_session(workspace, Progress())
    document = opened.document
    for name, column in (("community", "residents"), ("people", "sex")):
        document = document.changed(name, colouring=Colouring(column=column))
    opened.apply(tr("Colour a layer"), document)
    opened.scene.read(opened.document, Progress())
    opened.show(opened.scene.layers(opened.document))
    yield opened
    opened.close()


def save(session, out: Path, language="zh", name="community"):
    layer = session.layer(name)
    store, layers = session.store, session.layers
    return save_multiples(store, layers, layer, "classes", BOX, out, language, Progress())


def test_the_sheet_has_a_map_for_each_class_in_its_colour(session, tmp_path):
    out = tmp_path / "图.png"
    report = save(session, out)
    layer = session.layer("community")
    assert str(report.holds) == f"{(layer.class_counts() > 0).sum()} maps"
    pixels = np.asarray(Image.open(out).convert("RGB")).reshape(-1, 3)
    for one in layer.style.classes:
        colour = [int(one.colour[i : i + 2], 16) for i in (1, 3, 5)]
        assert (pixels == colour).all(axis=1).sum() > 500


def test_nobodys_place_is_painted_for_a_sheet(session, tmp_path, monkeypatch):
    painted = []
    monkeypatch.setattr(leaving, "paint", lambda *maps: painted.append(maps))
    with pytest.raises(BadInput, match="single persons"):
        save(session, tmp_path / "x.pdf", name="people")
    assert painted == [] and not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("seen", [True, False])
def test_the_gate_lets_only_layers_be_painted_that_the_workspace_says_are_of_no_persons(
    session, tmp_path, seen
):
    layers = [
        replace(session.layer("people"), visible=seen, name="houses"),
        session.layer("community"),
    ]
    painted = []

    def paint(allowed):
        painted.extend(one.name for one in allowed)
        return Multiples({}, {}, tr("by class"), [], [], 1.0)

    released = release_multiples(session.store, layers, layers[1], paint, tmp_path / "x.pdf")
    assert painted == ["community"]
    assert ("Layers of persons are left out." in [one["en"] for one in released.notes]) is seen


def test_the_same_maps_give_the_same_file_and_a_line_in_the_log(session, tmp_path):
    first, second = tmp_path / "1.pdf", tmp_path / "2.pdf"
    save(session, first, "en")
    save(session, second, "en")
    assert first.read_bytes() == second.read_bytes()
    assert session.store.acts()[-1]["kind"] == "multiples"


@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_maps_lie_beside_each_other_within_the_frame_and_do_not_overlap(count):
    layout = Layout("A4")
    left, bottom, width, height = layout.map_box
    found = cells(layout, count, 1.3)
    for x, y, across, down in found:
        assert x >= left - 1e-6 and y >= bottom - 1e-6
        assert x + across <= left + width + 1e-6 and y + down <= bottom + height + 1e-6
    for one, (x, y, across, down) in enumerate(found):
        for u, v, *_ in found[one + 1 :]:
            assert u >= x + across or v + down <= y or u + across <= x


def test_identifiers_in_what_maps_and_classes_are_called_do_not_leave(session, tmp_path):
    layer, note = session.layer("community"), same("keeper 13800138000")
    maps = [SmallPicture(note, np.zeros((1, 1), np.uint32))]
    made = Multiples({}, {}, tr("by class"), maps, [LegendLine("#000000", note, 1)], 1.0)
    released = release_multiples(session.store, [layer], layer, lambda _: made, tmp_path / "x.pdf")
    told = (released.multiples.pictures[0].title, released.multiples.legend[0].label)
    assert {one[language] for one in told for language in ("zh", "en")} == {"keeper 138****8000"}
