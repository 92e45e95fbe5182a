"""Import: from a source file to a table of the workspace, no row lost."""
