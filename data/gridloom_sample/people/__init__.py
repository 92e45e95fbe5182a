"""Who lives and works there: households, persons, legal entities, registers."""
