"""Whatever departments say in whatever order: what counts is what a slow model says."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.layers.ownership.conftest import Office, as_csv
from tests.layers.ownership.slow_model import SlowCity

from gridloom_layers.ownership.rules import own
from gridloom_layers.ownership.settling import resolve_by_hand
from gridloom_layers.progress import Progress

DEPARTMENTS = ("公安局", "卫健委", "民政局")
FIELDS = ("phone", "ethnicity", "name")
KEYS = ("P1", "P2", "P3", "P4")
DAYS = ("2025-01-01", "2025-03-01", "2025-06-01", "2025-09-01")
words = st.sampled_from(["x", "y", "z", None])
imports = st.tuples(
    st.just("import"),
    st.sampled_from(DEPARTMENTS),
    st.sampled_from(DAYS),
    st.lists(st.sampled_from(FIELDS), min_size=1, max_size=3, unique=True),
    st.dictionaries(st.sampled_from(KEYS), st.tuples(words, words, words), min_size=1),
)
rules = st.tuples(
    st.just("own"),
    st.dictionaries(
        st.sampled_from((*FIELDS, "*")), st.lists(st.sampled_from(DEPARTMENTS), unique=True)
    ),
)
decisions = st.tuples(
    st.just("hand"), st.sampled_from(KEYS), st.sampled_from(FIELDS), st.sampled_from("xyzw")
)
acts = st.lists(st.one_of(imports, imports, rules, decisions), min_size=1, max_size=7)


class Both:
    """The workspace and the model, told the same."""

    def __init__(self, office: Office) -> None:
        self.office, self.model, self.number = office, SlowCity(), 0

    def act(self, act: tuple[Any, ...]) -> None:
        """Do one act in both."""
        getattr(self, f"_{act[0]}")(*act[1:])

    def _import(self, department: str, day: str, fields: list[str], rows: dict[str, Any]) -> None:
        said = {key: dict(zip(fields, values, strict=False)) for key, values in rows.items()}
        lines = [[key, *fields_of.values()] for key, fields_of in said.items()]
        text = as_csv(["citizen_id", *fields], lines)
        self.office.hear(department, day, text, f"{department}{day}.csv")
        self.number += 1
        self.model.upsert(self.number, day, department, said)

    def _own(self, owners: dict[str, list[str]]) -> None:
        table = self.office.store.tables.get("person")
        known = {source.department for source in table.sources} if table else set()
        fields = {field.name for field in table.fields} | {"*"} if table else set()
        named = {name: [one for one in order if one in known] for name, order in owners.items()
                 if name in fields}  # fmt: skip
        if table:
            own(self.office.store, "person", named, Progress(), only=False)
            self.model.owners = {**self.model.owners, **named}
            self.model.owners = {name: order for name, order in self.model.owners.items() if order}

    def _hand(self, key: str, name: str, value: str) -> None:
        if name in self.model.rows.get(key, {}):
            resolve_by_hand(self.office.store, "person", name, key, "asked", Progress(),
                            value=lambda _table, _field: value)  # fmt: skip
            self.model.rows[key][name].hand = value

    def ours(self) -> dict[str, dict[str, str | None]]:
        """Return the values of the workspace."""
        table = self.office.store.attributes("person").to_pylist()
        return {row["citizen_id"]: row for row in table}

    def keys(self) -> dict[int, str]:
        """Return the key of each row by its row key."""
        return {row["row_key"]: key for key, row in self.ours().items()}


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Callable[[], Both]]:
    """Return a maker of new pairs; hypothesis calls it for each example."""
    folders: list[tuple[TemporaryDirectory[str], Both]] = []

    def make() -> Both:
        for folder, both in folders:
            both.office.store.close()
            folder.cleanup()
        folder = TemporaryDirectory(dir=tmp_path)
        folders[:] = [(folder, Both(Office(Path(folder.name))))]
        return folders[0][1]

    yield make
    for _, both in folders:
        both.office.store.close()


hypothesis = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(told=acts)
@hypothesis
def test_what_counts_is_what_the_model_says(
    fresh: Callable[[], Both], told: list[tuple[Any, ...]]
) -> None:
    both = fresh()
    for act in told:
        both.act(act)
        if both.number:
            for key, fields in both.model.values().items():
                assert fields == {name: both.ours()[key].get(name) for name in fields}
            keys = both.keys()
            ours = [(keys[c[0]], c[1], c[4], c[5]) for c in both.office.conflicts()]
            assert sorted(ours) == both.model.conflicts()


@given(told=acts)
@hypothesis
def test_a_source_that_comes_twice_changes_nothing(
    fresh: Callable[[], Both], told: list[tuple[Any, ...]]
) -> None:
    both = fresh()
    for act in told:
        both.act(act)
        if act[0] == "import":
            tables, owned = both.office.store.tables, both.office.store.ownership
            both.act(act)
            assert both.office.store.tables == tables
            assert both.office.store.ownership == owned
