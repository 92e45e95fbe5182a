"""The dock: a workspace, its layers, measures and reports."""
