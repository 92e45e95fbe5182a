"""What relations are called, in Chinese and English."""

from collections.abc import Sequence

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.queries.linked.ways import Way
from gridloom_layers.language import Message, tr
from gridloom_layers.roles import role

MANY: dict[str, Message] = {
    "district": tr("districts"),
    "street": tr("streets"),
    "community": tr("communities"),
    "grid": tr("grids"),
    "building": tr("buildings"),
    "room": tr("rooms"),
    "component": tr("city components"),
    "facility": tr("public facilities"),
    "person": tr("people"),
    "entity": tr("companies and other entities"),
    "event": tr("events"),
    "statistics": tr("statistics by area"),
}
"""What rows of a role are called where there may be many; a register is called by its name."""
REFERRED: dict[tuple[str, str], Message] = {
    ("person", "employer_code"): tr("employer"),
    ("entity", "representative_id"): tr("legal representative"),
}
"""By role and field: what the row is called that a field refers to."""
REFERRING: dict[tuple[str, str], Message] = {
    ("person", "employer_code"): tr("employees"),
    ("entity", "representative_id"): tr("companies represented"),
    ("person", "building_code"): tr("residents"),
    ("person", "room_code"): tr("residents"),
}
"""By role and field: what the rows are called that refer to a row."""
BY_REGISTER: dict[tuple[str, str], Message] = {
    ("person", "entity"): tr("employers"),
    ("entity", "person"): tr("employees"),
    ("person", "facility"): tr("schools"),
    ("facility", "person"): tr("pupils"),
    ("person", "room"): tr("rented rooms"),
    ("room", "person"): tr("tenants"),
    ("building", "person"): tr("tenants"),
}
"""What a register about both ends says of the rows at its other end."""
HOUSEHOLD = tr("household")


def title(way: Way, roles: Sequence[str]) -> Bilingual:
    """Return what the rows at the end of a way are called; ``roles`` are those along it."""
    *before, last = way
    if before and roles[-2] == "register":
        known = BY_REGISTER.get((roles[0], roles[-1]))
        return (known or MANY[roles[-1]]).both()
    field = last.reference.on_field or ""
    if last.forwards:
        known = None if before else REFERRED.get((roles[-2], field))
        return known.both() if known is not None else dict(role(roles[-1]).title)
    if roles[-1] == "register":
        return tr("register “{table}”", table=last.end).both()
    return (REFERRING.get((roles[-1], field)) or MANY[roles[-1]]).both()
