"""The pictures of the manual: what is done in the window before each, and how they are taken."""
