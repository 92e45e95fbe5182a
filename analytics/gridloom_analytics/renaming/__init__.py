"""Renaming tables, measures and results: what is kept and names them follows in the same commit.

``following.rename`` does it; ``texts`` writes a table's new name into measures and expressions.
Sentences of kept results stay as they were said. The document of a window follows by itself.
"""
