"""Letters: what is written, how it leaves, and what becomes of it."""
