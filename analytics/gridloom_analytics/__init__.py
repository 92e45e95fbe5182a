"""Questions and answers: measures, queries, distributions, hot spots, disclosure control."""
