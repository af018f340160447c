"""What the product does, as verbs without HTTP: they take a session, flush, never commit."""
