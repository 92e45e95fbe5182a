"""The manual in a window of its own, opened by F1 at the page of what is at hand."""
