"""A made-up city on the real map of Shenzhen, for trying and for testing."""
