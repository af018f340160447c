"""Look over an installation: what is well, what is not, and what to do next.

`quick` looks at what changes from hour to hour, without network; `examination` at everything.
Whoever tells how an installation stands (the doctor, health, alarms, metrics, the page) tells
what these found, so that no two of them can differ.
"""

from feedback.doctor.check import Check, Verdict

__all__ = ["Check", "Verdict"]
