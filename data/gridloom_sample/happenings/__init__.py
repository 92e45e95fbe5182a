"""What happens in the city: events, where and when, and how they were handled."""
