"""Audits of what is shown: exact, over all surfaces together, and in whole numbers."""
