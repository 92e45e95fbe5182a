"""How one variable goes with others, where neighbouring places are alike."""
