"""What goes with a value, and what is left over."""
