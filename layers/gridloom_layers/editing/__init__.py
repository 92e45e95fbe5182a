"""Data corrected by hand: a value, a shape, two areas of one, one of several.

Each edit is one change of the workspace. It keeps what was there, why it was changed and by whom
beside the table; a correction stands before what is imported later.
"""

from gridloom_layers.editing.record import Edit, Reason, edits
from gridloom_layers.editing.values import correct_value

__all__ = ["Edit", "Reason", "correct_value", "edits"]
