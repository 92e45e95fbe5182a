"""The panel that tells what was done, and does it again."""
