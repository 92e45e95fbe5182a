"""Classes of a variable."""
