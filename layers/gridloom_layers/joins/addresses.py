"""Chinese addresses taken apart: the areas, the road, the house number, the building."""

import re
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.codes.characters import as_text

BETWEEN = r"[\s,.，。、;；:：()（）\[\]【】<>《》·'\"#]+"
"""What people put between the parts of an address; it tells nothing."""
SAME_WORDS = (("臺", "台"), ("號", "号"), ("棟", "栋"), ("樓", "楼"), ("區", "区"), ("縣", "县"),
              ("鎮", "镇"), ("鄉", "乡"), ("幢", "栋"), ("座", "栋"), ("之", "-"))  # fmt: skip
NUMERALS = dict(zip("一二三四五六七八九", range(1, 10), strict=True))

AREAS = re.compile(
    r"^(?:[^省市区县]{1,8}?(?:省|自治区))?"
    r"(?:[^市区县]{1,6}?市)?"
    r"(?P<district>[^区县]{1,8}?(?:(?<![社小业])区|县))?"
    r"(?P<street>[^号栋]{1,8}?(?:街道(?:办事处)?|[镇乡](?!街道|社区|镇|[东西南北中]?[路街村])))?"
    r"(?P<community>[^号栋]{1,10}?(?:社区|居委会|村委会))?"
)
NUMBERED = re.compile(r"^(?P<road>.*?)(?P<number>\d+(?:-\d+)?)号(?!楼|栋)(?P<after>.*)$")
BUILDING = re.compile(r"^(?P<estate>.*?)(?P<building>[A-Z]?\d+|[A-Z])(?:栋|号楼|号栋)")
IN_WORDS = re.compile(r"([一二三四五六七八九十]{1,3})(?=栋|号)")
TELLING = re.compile(r"\d+|[一二三四五六七八九十]|[东西南北中](?=大?[路街道巷])")
"""Signs in the name of a road that make it another road."""


class Address(NamedTuple):
    """The parts of an address, "" where it does not say; rooms are left out."""

    district: str
    street: str
    community: str
    road: str
    number: str
    estate: str
    building: str

    @property
    def telling(self) -> tuple[str, ...]:
        """The numbers and directions in the names of road and estate, which must agree."""
        return tuple(TELLING.findall(self.road + self.estate))


def fold_addresses(values: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    """Return addresses half-width, without what stands between their parts; blank ones null.

    >>> fold_addresses(pa.array(["深圳市 南山區　Ａ座", " "])).to_pylist()
    ['深圳市南山区A栋', None]
    """
    folded = pc.utf8_upper(pc.utf8_normalize(as_text(values), form="NFKC"))
    folded = pc.replace_substring_regex(folded, pattern=BETWEEN, replacement="")
    for old, new in SAME_WORDS:
        folded = pc.replace_substring(folded, pattern=old, replacement=new)
    return pc.if_else(pc.equal(folded, ""), pa.scalar(None, pa.string()), folded)


def read_address(text: str) -> Address:
    """Take a folded address apart.

    >>> read_address("深圳市宝安区松岗街道碧头社区碧头大道121号3栋501室")[3:]
    ('碧头大道', '121', '', '3')
    """
    text = IN_WORDS.sub(lambda found: _digits(found[1]), text)
    areas = AREAS.match(text)
    district, street, community = areas.groups("") if areas else ("", "", "")
    rest = text[areas.end() :] if areas else text
    road = number = ""
    if numbered := NUMBERED.match(rest):
        road, number, rest = numbered.groups()
    named = BUILDING.match(rest)
    estate, building = named.groups() if named else ("" if number else rest, "")
    return Address(
        district, street.removesuffix("办事处"), community, road, number.lstrip("0"), estate,
        building.lstrip("0"),
    )  # fmt: skip


def _digits(word: str) -> str:
    """Return a number below 100 in words as digits; what is none stays.

    >>> _digits("二十一"), _digits("十"), _digits("三")
    ('21', '10', '3')
    """
    tens, ten, ones = word.partition("十")
    if not ten:
        return str(NUMERALS[word]) if word in NUMERALS else word
    known = all(part == "" or part in NUMERALS for part in (tens, ones))
    return str(10 * NUMERALS.get(tens, 1) + NUMERALS.get(ones, 0)) if known else word
