"""Finding or installing the command, and saying what is wrong with it."""
