"""A rule bound to a city: its tables, fields, conditions and areas found, or a fault told."""

from dataclasses import dataclass

from sqlglot import exp

from gridloom_analytics.expressions import Fields, find_table, parse_filter
from gridloom_analytics.expressions.fields import Field
from gridloom_analytics.verification import reasons
from gridloom_analytics.verification.ages import completed, not_completed
from gridloom_analytics.verification.comparable import ValueKind, kind_of
from gridloom_analytics.verification.conditions import Condition, Met, Same
from gridloom_analytics.verification.rule import AgeCheck, AreaRule, Check
from gridloom_analytics.verification.rule_file import RuleFile
from gridloom_analytics.verification.territory import condition_of_area, level_of
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Reading, TableInfo

BIRTH_DATE = "birth_date"


@dataclass(frozen=True)
class PlannedCheck:
    """A check bound to its table.

    The value of the claims' ``column`` is looked for in ``field``, whose values are of ``kind``;
    ``absent`` are the reasons why it may not be there. ``shown`` are the fields of the row that
    are evidence.
    """

    check: Check
    table: str
    field: str
    column: str
    kind: ValueKind
    absent: tuple[reasons.Reason, ...]
    conditions: tuple[Condition, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """The checks of a rule, and of which kind the values of each column of the claims are."""

    file: RuleFile
    checks: tuple[PlannedCheck, ...]
    kinds: dict[str, ValueKind]


def plan_rule(store: Reading, file: RuleFile, progress: Progress) -> Plan:
    """Bind a rule to a city; raise ``BadInput`` with file, line and key for what is not there."""
    kinds: dict[str, ValueKind] = {}
    checks = tuple(
        _Binding(store, file, number, kinds, progress).planned(check)
        for number, check in enumerate(file.rule.check)
    )
    return Plan(file, checks, kinds)


class _Binding:
    """One check being bound."""

    def __init__(
        self, store: Reading, file: RuleFile, number: int, kinds: dict[str, ValueKind],
        progress: Progress,
    ) -> None:  # fmt: skip
        self.store, self.file, self.number, self.kinds = store, file, number, kinds
        self.progress = progress

    def planned(self, check: Check) -> PlannedCheck:
        table = self._table(check)
        fields = Fields(self.store, table)
        (name, column), = check.find.items()  # fmt: skip
        found = self._field(fields, name, "find")
        kind = self._claimed(column, kind_of(table, found), "find")
        if kind.type != "text":
            raise self.file.fault(
                "bad-field",
                tr("“{field}” is no text, so no row is found by it.", field=found.name),
                tr("Find rows by a number or code, such as citizen_id."),
                *self._at("find"),
            )
        compared = [self._same(fields, table, *each) for each in self._compared(check)]
        met = [*self._where(check, table), *self._age(check, fields)]
        placed = self._area(check, table)
        shown = dict.fromkeys(
            name for one in (*compared, *met) for name in one.needs if name != found.name
        )
        return PlannedCheck(
            check, table.name, found.name, column, kind, reasons.not_found(found.title, table.name),
            (*compared, *met, *placed), tuple(shown),
        )  # fmt: skip

    def _at(self, *keys: str) -> tuple[str | int, ...]:
        return ("check", self.number, *keys)

    def _table(self, check: Check) -> TableInfo:
        try:
            return find_table(self.store, check.table)
        except BadInput as error:
            raise self.file.placed(error, *self._at("table")) from error

    def _field(self, fields: Fields, name: str, key: str) -> Field:
        try:
            found = fields.find(name)
        except BadInput as error:
            raise self.file.placed(error, *self._at(key)) from error
        if found.derived:
            raise self.file.fault(
                "derived-field",
                tr("“{field}” is computed, so nothing is found by it or claimed of it.",
                   field=found.name),
                tr("Use a stored field, or a check of the kind age or expression."),
                *self._at(key),
            )  # fmt: skip
        return found

    def _claimed(self, column: str, kind: ValueKind, key: str) -> ValueKind:
        """Remember of which kind the values of a claims' column are; refuse two kinds."""
        known = self.kinds.setdefault(column, kind)
        if known != kind:
            raise self.file.fault(
                "two-kinds",
                tr("The claims' column “{column}” is compared with fields of different kinds.",
                   column=column),
                tr("Compare it with fields of one type and one code only."),
                *self._at(key),
            )  # fmt: skip
        return known

    def _compared(self, check: Check) -> list[tuple[str, str, str, bool]]:
        same = [(name, column, "same", False) for name, column in check.same.items()]
        return same + [
            (name, column, "same_if_claimed", True)
            for name, column in check.same_if_claimed.items()
        ]

    def _same(
        self, fields: Fields, table: TableInfo, name: str, column: str, key: str, optional: bool
    ) -> Same:
        found = self._field(fields, name, key)
        kind = self._claimed(column, kind_of(table, found), key)
        why = reasons.different(found.name, found.title)
        return Same(found.name, column, kind, optional, why)

    def _where(self, check: Check, table: TableInfo) -> list[Met]:
        if check.where is None:
            return []
        try:
            condition = parse_filter(check.where, self.store, table.name)
        except BadInput as error:
            raise self.file.placed(error, *self._at("where")) from error
        return [Met(condition.tree, tuple(sorted(condition.fields)), reasons.CONDITION)]

    def _age(self, check: Check, fields: Fields) -> list[Met]:
        if not isinstance(check, AgeCheck):
            return []
        born = self._field(fields, BIRTH_DATE, "table").name
        column = exp.column(exp.to_identifier(born, quoted=True))
        bounds = []
        if check.at_least is not None:
            told = tr("younger than {years} on {day}", years=check.at_least, day=check.on)
            bounds.append((completed(column, check.at_least, check.on), "too-young", told))
        if check.at_most is not None:
            told = tr("older than {years} on {day}", years=check.at_most, day=check.on)
            bounds.append((not_completed(column, check.at_most + 1, check.on), "too-old", told))
        return [Met(tree, (born,), reasons.unmet(code, told)) for tree, code, told in bounds]

    def _area(self, check: Check, table: TableInfo) -> list[Condition]:
        area: AreaRule | None = getattr(check, "area", None)
        if area is None:
            return []
        if area.column is not None:
            kind = ValueKind()
            if area.catchment is None:
                level, field = level_of(self.store, self.file, self._at("area"), area)
                kind = kind_of(level, Fields(self.store, level).find(field))
            self._claimed(area.column, kind, "area")
        found = condition_of_area(
            self.store, self.file, self._at("area"), table.name, area, self.progress
        )
        return [found]
