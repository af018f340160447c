"""Responses as they come in: a matrix without anything of a rater, packed, cut, read from files."""
