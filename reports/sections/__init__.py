"""What a report says: its sections, the pieces they are made of, and what it needs to know."""
