"""Renaming tables, measures and results: all that names them follows, in the same commit.

``following.rename`` does it; ``texts`` writes a table's new name into measures and expressions.
"""
