"""What the analyses compute: pure functions ``(inputs, parameters, seed, progress) → Result``."""
