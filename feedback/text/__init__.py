"""Texts as people type and paste them: names on one line, codes, addresses."""
