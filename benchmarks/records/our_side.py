"""Ours, asked over an open workspace in a warm process.

Kept answers are removed before a question, so that what is timed is made, not read; projections,
summaries, indexes and mapped columns are there already, as the peers' indexes are.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.records.questions import BAND, OF_AGE, ON_DATE
from gridloom_analytics.queries import AreaOfLevel, cube, query
from gridloom_analytics.verification import plan_rule, read_claims, read_rule, verify
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore, Link

RULE = f"""
title = {{ zh = "比对", en = "comparison" }}
[claims]
key = "number"
[claims.columns]
id = "citizen_id"
name = "name"
born = "birth_date"
area = "area_code"
employer = "credit_code"
[[check]]
name = "name"
title = {{ zh = "姓名", en = "name" }}
kind = "identity"
find = {{ citizen_id = "id" }}
same = {{ name = "name" }}
[[check]]
name = "born"
title = {{ zh = "出生日期", en = "date of birth" }}
kind = "identity"
find = {{ citizen_id = "id" }}
same = {{ birth_date = "born" }}
[[check]]
name = "age"
title = {{ zh = "年龄", en = "age" }}
kind = "age"
find = {{ citizen_id = "id" }}
on = {ON_DATE}
at_least = {OF_AGE}
[[check]]
name = "residence"
title = {{ zh = "居住", en = "residence" }}
kind = "residence"
find = {{ citizen_id = "id" }}
area = {{ level = "community", column = "area" }}
[[check]]
name = "lease"
title = {{ zh = "租赁", en = "lease" }}
kind = "register"
table = "lease"
find = {{ citizen_id = "id" }}
where = "starts <= '{ON_DATE}' and ends >= '{ON_DATE}'"
[[check]]
name = "employment"
title = {{ zh = "就业", en = "employment" }}
kind = "register"
table = "employment"
find = {{ citizen_id = "id" }}
same = {{ credit_code = "employer" }}
where = "starts <= '{ON_DATE}' and (ends is null or ends >= '{ON_DATE}')"
[[check]]
name = "insurance"
title = {{ zh = "社保", en = "social insurance" }}
kind = "register"
table = "social_insurance"
find = {{ citizen_id = "id" }}
where = "starts <= '{ON_DATE}'"
"""
UNKNOWN, FIRST = 1, 2
"""Reasons: nobody has the number; the first of the checks fails."""


class OurSide:
    """A :class:`~benchmarks.records.questions.Side` over a workspace."""

    def __init__(self, store: FolderStore) -> None:
        self.store = store
        links = {(link.left, link.right): link for link in store.links}
        self._representatives: Link = links["entity", "person"]
        self._jobs: Link = links["employment", "person"]

    def grid_by_age(self) -> pa.Table:
        """Count the persons of the projection."""
        self._forget()
        counts = cube(self.store, "person", f"grid,age:{BAND}")
        return _counted(counts, "grid", "grid_key")

    def building_by_age_and_sex(self) -> pa.Table:
        """Count the persons of the projection, building by building."""
        self._forget()
        counts = cube(self.store, "person", f"building,age:{BAND},sex")
        return _counted(counts, "building", "building_key")

    def elderly_by_grid(self, street: int) -> pa.Table:
        """Count the persons of the row groups of a street."""
        self._forget()
        area = AreaOfLevel("street", street)
        found = query(self.store, "person", "age >= 65", area, by="grid", limit=0).by
        assert found is not None
        some = found[found["count"] > 0]
        return pa.table({"grid_key": some.index.to_numpy(), "persons": some["count"].to_numpy()})

    def person(self, citizen_id: str) -> list[tuple[str, str]]:
        """Look a person up by the indexes."""
        who = pa.array([citizen_id])
        key = self.store.find("person", "citizen_id", who).column("row_key").combine_chunks()
        home = self.store.rows("person", key, ["building_key"]).column("building_key")
        found = [("building", code) for code in
                 self._column("building", home.drop_null().combine_chunks(), "code")]  # fmt: skip
        led = self.store.referring(self._representatives, key).column("row_key").combine_chunks()
        found += [("representative", code) for code in self._column("entity", led, "credit_code")]
        jobs = self.store.referring(self._jobs, key).column("row_key").combine_chunks()
        firm = self.store.rows("employment", jobs, ["entity_key"]).column("entity_key")
        codes = self._column("entity", firm.drop_null().combine_chunks(), "credit_code")
        return found + [("employee", code) for code in codes]

    def _column(self, table: str, keys: pa.Array, name: str) -> list[str]:
        return self.store.rows(table, keys, [name]).column(name).to_pylist()

    def verify(self, claims: Path) -> pa.Table:
        """Read the claims and compare them by the rule."""
        path = claims.with_suffix(".toml")
        path.write_text(RULE, encoding="utf-8")
        plan = plan_rule(self.store, read_rule(path), Progress())
        read = read_claims(claims, plan, self.store.data_date, None, Progress())
        answer = verify(self.store, plan, read, Progress())
        reason = np.zeros(len(read), np.int64)
        for number, check in reversed(list(enumerate(answer.checks, FIRST))):
            reason[check.reason != 0] = number
        outcomes = np.array([each.outcome for each in answer.checks[0].reasons])
        reason[outcomes[answer.checks[0].reason] == "not found"] = UNKNOWN
        numbers = pc.cast(read.key, pa.int64())
        return pa.table({"number": numbers, "reason": reason})

    def _forget(self) -> None:
        for answer in (self.store.path / "derived").glob("answer*.arrow"):
            answer.unlink()


def _counted(counts: pa.Table, place: str, key: str) -> pa.Table:
    """Return counts whose place and age are known, bands by number."""
    names = {place: key, "age": "band", "count": "persons"}
    table = counts.rename_columns([names.get(name, name) for name in counts.column_names])
    kinds = [field.type for field in table.schema]
    plain = [kind.value_type if pa.types.is_dictionary(kind) else kind for kind in kinds]
    return table.cast(pa.schema(list(zip(table.column_names, plain, strict=True)))).drop_null()
