"""One datum, one source, as plain dictionaries: a row at a time, a claim at a time."""

from dataclasses import dataclass, field

HAND = "by hand"


@dataclass
class Cell:
    """One field of one row: what each department says, since which source; what was decided."""

    claims: dict[str, tuple[str, int]] = field(default_factory=dict)
    hand: str | None = None


class SlowCity:
    """Rows of fields; ``owners`` are departments in order by field."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Cell]] = {}
        self.owners: dict[str, list[str]] = {}
        self.days: dict[int, str] = {}

    def upsert(
        self, number: int, day: str, department: str, rows: dict[str, dict[str, str | None]]
    ) -> None:
        """Hear a source."""
        self.days[number] = day
        for key, fields in rows.items():
            for name, value in fields.items():
                cell = self.rows.setdefault(key, {}).setdefault(name, Cell())
                self._hear(cell, number, department, value)

    def _hear(self, cell: Cell, number: int, department: str, value: str | None) -> None:
        before = cell.claims.get(department)
        if value is None:
            cell.claims.pop(department, None)
        elif before is None or before[0] != value:
            met = {said for said, _ in cell.claims.values()} | {cell.hand}
            if value not in met:
                cell.hand = None
            cell.claims[department] = (value, number)

    def winner(self, key: str, name: str) -> tuple[str | None, str | None]:
        """Return the value that counts and whose it is."""
        cell = self.rows[key].get(name, Cell())
        if cell.hand is not None:
            return cell.hand, HAND
        order = self.owners.get(name, self.owners.get("*", []))
        best = None
        for department, (value, number) in cell.claims.items():
            rank = order.index(department) if department in order else len(order)
            standing = (-rank, self.days[number], number)
            if best is None or standing > best[0]:
                best = (standing, value, department)
        return (None, None) if best is None else (best[1], best[2])

    def values(self) -> dict[str, dict[str, str | None]]:
        """Return all values that count."""
        return {
            key: {name: self.winner(key, name)[0] for name in fields}
            for key, fields in self.rows.items()
        }

    def conflicts(self) -> list[tuple[str, str, str, str]]:
        """Return key, field, other value and its department of all that is not kept, sorted."""
        return sorted(
            (key, name, value, department)
            for key, fields in self.rows.items()
            for name, cell in fields.items()
            for department, (value, _) in cell.claims.items()
            if value != self.winner(key, name)[0]
        )
