"""One datum, one source: who says a value, who is to be believed, and what else is said.

Each row and field has *claims*: what each department said last, and by which of its sources. One
value counts; the claims that say it are kept as a set of sources, the others as conflicts beside
it. The first owner of the field that says anything is believed, without owners the newest word. A
blank is no claim: it takes back what its own department said, and nothing else. What a department
says again does not become newer by it.
"""

from gridloom_layers.ownership.hearing import Hearing
from gridloom_layers.ownership.ledger import Ledger
from gridloom_layers.ownership.precedence import Precedence, claimed_fields
from gridloom_layers.ownership.words import Rows

__all__ = ["Hearing", "Ledger", "Precedence", "Rows", "claimed_fields"]
