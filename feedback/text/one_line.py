"""What people call things, on one line: no line break, nothing unseen, nothing that turns words.

Names of people, departments, programmes and campaigns stand in headers of mails, names of files,
tables and reports. A line break there begins something else; a direction override makes
"fdp.exe" of "exe.pdf"; and two names that differ in what nobody sees are two to the program
and one to everybody else. So none of it enters, whichever way a name comes in.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# What Unicode calls Default_Ignorable_Code_Point (DerivedCoreProperties), which holds all marks
# of direction, width and joining, fillers, variation selectors and tags; with it the marks of
# annotations, characters that are none, halves of characters, the blank of Braille, and the
# controls that are no blanks (those that are stand between words).
_UNSEEN: Final = re.compile(
    "[\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f"
    "\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e"
    "\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\ufffe\\uffff\\ud800-\\udfff"
    "\\ufdd0-\\ufdef"
    "\\U000110bd\\U000110cd\\U00013430-\\U0001343f\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]"
)


def one_line(text: str) -> str:
    r"""Return a text on one line, without what nobody sees, each letter as one character.

    >>> one_line("Hösten\r\n 2026\u202e\u200b ")
    'Hösten 2026'
    """
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    return " ".join(text.split())
