"""When an answer may go out at the earliest, so that its time does not tell what it must not.

Our server waits where it keeps nobody else waiting. Under another one the thread sleeps.
"""

from __future__ import annotations

import time
from typing import Final

from flask import request

NOT_BEFORE: Final = "feedback.not_before"
"""Where a server that waits puts 0 into the WSGI environment, and finds a monotonic time."""


def answer_not_before(moment: float) -> None:
    """Hold this request's answer back until a monotonic time; no transaction may be open."""
    if NOT_BEFORE in request.environ:
        request.environ[NOT_BEFORE] = moment
    else:
        time.sleep(max(0.0, moment - time.monotonic()))
