"""What each finding is called for a user."""

from gridloom_layers.language import Message, tr

TITLES = {
    "full-width": tr("full-width characters"),
    "lower-case": tr("lower-case letters"),
    "separators": tr("spaces, hyphens or invisible marks between the characters"),
    "bad-form": tr("not the form of such a code"),
    "check-digit": tr("wrong check digit"),
    "implausible-date": tr("implausible date of birth"),
    "damaged-by-excel": tr("damaged by a spreadsheet, which keeps 15 digits only"),
    "unknown-division": tr("unknown division"),
    "legacy-15-digit": tr("15-digit form of before 1999"),
    "residence-permit": tr("residence permit of Hong Kong, Macao or Taiwan residents"),
    "organisation-code": tr("organisation code in place of a credit code"),
    "credit-code": tr("credit code in place of an organisation code"),
    "room-instead-of-building": tr("room code in place of a building code"),
}


def title(finding: str) -> Message:
    """Return the title of a finding.

    >>> str(title("check-digit"))
    'wrong check digit'
    """
    return TITLES[finding]
