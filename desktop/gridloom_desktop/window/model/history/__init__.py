"""Everything that was done to a workspace, in order: told, repeated, written as a script."""
