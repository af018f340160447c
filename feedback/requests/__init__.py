"""One request, from its first byte to its answer: what every page has in common."""
