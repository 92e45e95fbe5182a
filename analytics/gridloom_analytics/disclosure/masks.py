"""Masks of identifiers: what a reader may still see of a code, a name, a telephone number."""

import re
from collections.abc import Callable

from gridloom_layers.roles import Personal, RoleField

STAR = "*"
WITHHELD = "***"
"""What stands for a text of which nothing may be seen, not even its length."""
Mask = Callable[[str], str]

COMPOUND_SURNAMES = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|"
    "慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|令狐|歐陽|東方|獨孤|聞人|諸葛|尉遲|赫連|澹臺|濮陽|公孫|仲孫|鍾離|長孫|鮮于"
)


def _keep(text: str, head: int, tail: int) -> str:
    """Keep the first and last characters; hide all of a text that is too short for that."""
    if len(text) <= head + tail:
        return STAR * len(text)
    return text[:head] + STAR * (len(text) - head - tail) + text[len(text) - tail :]


def mask_citizen_id(code: str, *, published: bool = True) -> str:
    """Keep the first 3 characters of a citizen ID and, inside the workstation, the last 4.

    The 17th digit tells the sex and the last 4 with a birth date tell the person, so a published
    file shows the first 3 only.

    >>> mask_citizen_id("11010519491231002X")
    '110***************'
    >>> mask_citizen_id("11010519491231002X", published=False)
    '110***********002X'
    """
    return _keep(code, 3, 0 if published else 4)


def mask_name(name: str) -> str:
    """Keep the surname, compound ones whole; of a name in Latin letters the first letter.

    >>> mask_name("欧阳娜娜"), mask_name("张伟"), mask_name("John Smith")
    ('欧阳**', '张*', 'J***')
    """
    if not name or name.isascii():
        return name[:1] + WITHHELD if name else ""
    return _keep(name, 2 if COMPOUND_SURNAMES.match(name) else 1, 0)


def mask_telephone(number: str) -> str:
    """Keep the first 3 and the last 4 digits of a telephone number.

    >>> mask_telephone("13800138000")
    '138****8000'
    """
    return _keep(number, 3, 4)


def mask_code(code: str) -> str:
    """Keep the first 6 characters of a code (its division); hide shorter codes.

    >>> mask_code("44030600960102T0117")
    '440306*************'
    """
    return _keep(code, 6, 0)


def mask_date(date: str) -> str:
    """Keep the decade of an ISO date: a birth date with a place tells the person.

    >>> mask_date("1949-12-31")
    '194*-**-**'
    """
    return f"{date[:3]}*-**-**" if re.match(r"\d{4}-\d\d-\d\d", date) else WITHHELD


def withhold(text: str) -> str:
    """Hide a text whole.

    >>> withhold("深南大道 1 号")
    '***'
    """
    return WITHHELD if text else ""


_BY_CODE: dict[str, Mask] = {"citizen": mask_citizen_id}
_BY_NAME: dict[str, Mask] = {
    "name": mask_name,
    "representative": mask_name,
    "reporter": mask_name,
    "officer": mask_name,
    "phone": mask_telephone,
    "reporter_phone": mask_telephone,
}


def mask_for(field: RoleField | None, personal: Personal) -> Mask:
    """Return the mask for a field of grade ``personal``; without a canonical field, hide all."""
    if field is None or personal == "sensitive":
        return withhold
    if field.type in ("date", "datetime"):
        return mask_date
    if field.code is not None:
        return _BY_CODE.get(field.code, mask_code)
    return _BY_NAME.get(field.name, withhold)
