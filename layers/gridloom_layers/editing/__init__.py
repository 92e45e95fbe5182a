"""Data corrected by hand: a value, a shape, two areas of one, one of several.

Each edit is one change of the workspace. It keeps what was there, why it was changed and by whom
beside the table; a correction stands before what is imported later.
"""

from gridloom_layers.editing.areas import Split, merge_areas, split_area
from gridloom_layers.editing.classes import (
    add_class,
    adopt_standard,
    class_table,
    remove_class,
    standard_classes,
)
from gridloom_layers.editing.dependents import Dependent, dependents
from gridloom_layers.editing.following import correct_with_references
from gridloom_layers.editing.hierarchy import assign
from gridloom_layers.editing.numbering import next_code
from gridloom_layers.editing.referring import CLASSED, Referring, referring
from gridloom_layers.editing.shapes import Edited, move, reshape
from gridloom_layers.editing.values import correct_value
from gridloom_layers.ownership.edits import Edit, Reason, edits

__all__ = [
    "CLASSED",
    "Dependent",
    "Edit",
    "Edited",
    "Reason",
    "Referring",
    "Split",
    "add_class",
    "adopt_standard",
    "assign",
    "class_table",
    "correct_value",
    "correct_with_references",
    "dependents",
    "edits",
    "merge_areas",
    "move",
    "next_code",
    "referring",
    "remove_class",
    "reshape",
    "split_area",
    "standard_classes",
]
