"""What can go wrong while a document is made.

DocumentError
├── UnbalancedTagsError    a flowable opened an element or an artifact and did not close it
└── TooManyPagesError      it would be longer than who asked for it has room for
"""

from __future__ import annotations


class DocumentError(Exception):
    """A document could not be made; a fault of the program, never of what people wrote."""


class UnbalancedTagsError(DocumentError):
    """Tags were opened and not closed."""

    def __init__(self, page: int | None, roles: list[str]) -> None:
        """Name the page, or the roles still open at the end of the document."""
        where = f"on page {page}" if page is not None else f"at the end: {', '.join(roles)}"
        super().__init__(f"tags were left open {where}")


class TooManyPagesError(DocumentError):
    """The document is longer than it may be: ask for it again with less in it."""
