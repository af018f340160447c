"""A leader among other leaders: who they are, what their releases say, and the six classes."""
