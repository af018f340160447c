"""What a template may ask of a subject: the same questions as everybody, as tests; its name.

{% if subject is shared_with_leader %}{{ subject|called }}{% endif %}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.operations.rights.coach_access import has_coach, has_ended
from feedback.operations.rights.knowing import is_with_coach, is_with_leader, leader_reads
from feedback.operations.subjects import called, policy_of

if TYPE_CHECKING:
    from flask import Flask


def install(app: Flask) -> None:
    """Let templates ask."""
    app.jinja_env.filters |= {"called": called, "policy": policy_of}
    app.jinja_env.tests |= {
        "shared_with_coach": is_with_coach,
        "shared_with_leader": is_with_leader,
        "read_by_leader": leader_reads,
        "coached": has_coach,
        "closed_to_coaches": has_ended,
    }
