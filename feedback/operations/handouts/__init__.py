"""Who gets a letter, a slip or an SMS, because no mail reaches them, and what stands in it.

Links are derived at printing and stored nowhere. Only raters without an address are
printed: with a printed link one can open a saved draft, so nobody else's is given out.
Everybody is printed, whether or not they have answered: what is missing would tell.
"""

from feedback.operations.handouts.asker import Asker, asker_of
from feedback.operations.handouts.paper import (
    AskedAbout,
    Handout,
    OnPaper,
    count_without_address,
    in_boxes,
)
from feedback.operations.handouts.parts import PrintedPart, parts_of
from feedback.operations.handouts.printing import Printed, print_handouts

__all__ = [
    "AskedAbout",
    "Asker",
    "Handout",
    "OnPaper",
    "Printed",
    "PrintedPart",
    "asker_of",
    "count_without_address",
    "in_boxes",
    "parts_of",
    "print_handouts",
]
