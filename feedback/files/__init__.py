"""Files that must last, and whose they are."""
