"""Publishing from a workspace: measures and results, each in three forms."""

import pytest

from gridloom_analytics.running import keep, run
from gridloom_desktop.publishing.publish import publish
from gridloom_layers.errors import BadInput

MEASURE = "count(person where age >= 65) / count(person) * 1000 by grid"
FORMS = [("web-map", ".html"), ("sheet", ".png"), ("sheet", ".pdf"), ("workbook", ".xlsx")]


@pytest.fixture
def asked(city):
    """The city with a measure and a result that rests on it."""
    with city.change() as change:
        change.put_measure("elderly", MEASURE)
    settings = {"value": "elderly", "classes": "equal", "k": 3}
    keep(city, "spread", run(city, "distribution", settings, layer="grid", seed=1))
    return city


@pytest.mark.parametrize(("kind", "ending"), FORMS)
def test_a_measure_is_published_in_each_form(asked, tmp_path, kind, ending):
    report = publish(asked, kind, tmp_path / f"x{ending}", measure="elderly")
    assert (report.areas, report.suppressed) == (12, 2)
    assert report.file.stat().st_size > 5000


def test_a_result_is_published_as_withheld_as_its_measure(asked, tmp_path):
    assert publish(asked, "workbook", tmp_path / "x.xlsx", result="spread").suppressed == 2


def test_a_result_never_shows_what_a_measure_withholds(asked, tmp_path):
    page = publish(asked, "web-map", tmp_path / "x.html", result="spread", language="en").file
    assert "333.33" not in page.read_text(encoding="utf-8")


def test_the_old_file_is_replaced(asked, tmp_path):
    out = tmp_path / "x.xlsx"
    out.write_text("old", encoding="utf-8")
    publish(asked, "workbook", out, measure="elderly")
    assert out.read_bytes()[:2] == b"PK"
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".xlsx"] == ["x.xlsx"]


@pytest.mark.parametrize("named", [{}, {"measure": "elderly", "result": "spread"}])
def test_exactly_one_answer_must_be_named(asked, tmp_path, named):
    with pytest.raises(BadInput, match="either a result or a measure"):
        publish(asked, "workbook", tmp_path / "x.xlsx", **named)


def test_a_form_has_its_ending(asked, tmp_path):
    with pytest.raises(BadInput, match=r"\.png, \.pdf"):
        publish(asked, "sheet", tmp_path / "x.html", measure="elderly")


def test_an_unknown_result_is_told(asked, tmp_path):
    with pytest.raises(BadInput) as caught:
        publish(asked, "sheet", tmp_path / "x.png", result="no")
    assert caught.value.code == "unknown-result"
