"""Names of what an import finds in rows, and their titles for a user."""

from gridloom_layers import codes
from gridloom_layers.language import Message, tr

DIGITS_LOST = "number in a code column: digits lost"
UNREADABLE_NUMBER = "unreadable number"
UNREADABLE_DATE = "unreadable date"
IMPLAUSIBLE_DATE = "implausible date"
DUPLICATE_KEY = "duplicate key"
KEY_TAKEN = "key already in the table"
MERGED_AWAY = "merged into another by hand"
IMPOSSIBLE_COORDINATES = "impossible coordinates"
NO_COORDINATES = "no coordinates"
ORIGIN = "no position (0, 0)"
NO_KEY = "no key"
UNKNOWN_VALUE = "unknown value"
DAY_MISSING = "day not given"
TOTAL_ROW = "total row"
FOOTNOTE = "footnote"

TITLES = {
    "ragged line": tr("line with too many or too few columns"),
    "unreadable record": tr("record that cannot be read"),
    "not a feature": tr("not a feature of GeoJSON"),
    "undecodable bytes": tr("bytes that are no character"),
    DIGITS_LOST: tr("number in a code column: digits lost"),
    UNREADABLE_NUMBER: tr("unreadable number"),
    UNREADABLE_DATE: tr("unreadable date"),
    IMPLAUSIBLE_DATE: tr("implausible date"),
    DUPLICATE_KEY: tr("duplicate key"),
    KEY_TAKEN: tr("key already in the table"),
    MERGED_AWAY: tr("merged into another by hand"),
    IMPOSSIBLE_COORDINATES: tr("impossible coordinates"),
    NO_COORDINATES: tr("no coordinates"),
    ORIGIN: tr("no position (0, 0)"),
    NO_KEY: tr("no key"),
    TOTAL_ROW: tr("total of other rows"),
    FOOTNOTE: tr("footnote of the table"),
    UNKNOWN_VALUE: tr("unknown value"),
    DAY_MISSING: tr("day not given"),
    "self-intersection": tr("outline crosses itself"),
    "invalid-rings": tr("invalid rings"),
    "unclosed-ring": tr("ring not closed"),
    "other-parts-dropped": tr("parts of another kind left out"),
    "point-of-area": tr("point taken inside an area"),
    "single-part": tr("multipoint of one point"),
    "z-dropped": tr("height left out"),
    "no-geometry": tr("no geometry"),
    "empty-geometry": tr("empty geometry"),
    "not-finite": tr("infinite coordinates"),
    "no-area": tr("polygon without an area"),
    "wrong-kind": tr("geometry of another kind than the layer"),
    "unreadable": tr("unreadable geometry"),
}


def title(finding: str) -> Message:
    """Return the title of a reason, repair or note of an import report.

    >>> str(title("wrong-kind"))
    'geometry of another kind than the layer'
    """
    return TITLES[finding] if finding in TITLES else codes.title(finding)
