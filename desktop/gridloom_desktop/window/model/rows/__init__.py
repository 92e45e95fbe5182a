"""The rows of a table of any size, as a window shows them: pages, order, filter, figures."""
