"""Which pages are raters': they have no session, and their address goes nowhere."""

from __future__ import annotations

from flask import request

from feedback.text.rater_paths import is_rater_path


def is_rater_page() -> bool:
    """Tell whether this page is for raters: it has no session, and its address goes nowhere."""
    # By path: the session is opened before Flask knows which view it will be.
    return is_rater_path(request.path)
