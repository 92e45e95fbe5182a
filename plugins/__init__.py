"""Programs inside other programs; each package here is what its host loads."""
