"""What is asked of a city in its window: conditions, counts, questions, subjects, places."""
