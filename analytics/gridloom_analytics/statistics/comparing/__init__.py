"""Two numbers, two columns or two samples held against each other."""
