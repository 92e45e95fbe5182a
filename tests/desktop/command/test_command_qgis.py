"""The command that publishes for QGIS."""

from contextlib import closing

from gridloom_layers.workspace import open_workspace


def test_a_project_of_a_workspace_is_written_and_told(gridloom, peopled, tmp_path):
    said = gridloom("publish", peopled, "qgis", "--out", tmp_path / "图.qgs", "--json")
    assert (said.exit, said.json["data"]["notes"]) == (0, [])
    assert "<qgis" in (tmp_path / "图.qgs").read_text(encoding="utf-8")


def test_the_act_is_in_the_log(gridloom, peopled, tmp_path):
    gridloom("publish", peopled, "qgis", "--out", tmp_path / "x.qlr")
    with closing(open_workspace(peopled)) as store:
        last = store.acts()[-1]
    assert (last["act"], last["kind"]) == ("publish", "qgis")


def test_a_measure_that_is_not_there_is_told(gridloom, peopled, tmp_path):
    out = tmp_path / "x.qgs"
    said = gridloom("publish", peopled, "qgis", "--measure", "elderly", "--out", out)
    assert said.exit == 2 and "nothing called “elderly”" in said.err
    assert not out.exists()


def test_a_map_for_qgis_has_the_endings_of_qgis(gridloom, peopled, tmp_path):
    said = gridloom("publish", peopled, "qgis", "--out", tmp_path / "x.qgz")
    assert said.exit == 2 and ".qgs, .qlr" in said.err
