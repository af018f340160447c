"""Where sign-in may lead back to: pages of ours, and nowhere else."""

from __future__ import annotations

from flask import url_for


def is_ours(address: str) -> bool:
    """Tell whether an address that came with a request is a page of this service."""
    # Browsers drop tabs and line ends and take \ for /, so that /<tab>/name leads elsewhere.
    leads_away = address.startswith("//") or "\\" in address
    return address.startswith("/") and address.isprintable() and not leads_away


def onward(wanted: str) -> str:
    """Return where to go once signed in: the page one wanted, if it is ours."""
    return wanted if is_ours(wanted) else url_for("security.start")
