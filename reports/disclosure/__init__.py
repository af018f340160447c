"""Disclosure control: the only door from responses to releases."""

from reports.disclosure.control import Before, release_subjects, within_squares_of

__all__ = ["Before", "release_subjects", "within_squares_of"]
