"""One word a thing: classes have names of their own, tables stand in the glossary."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from typing import Final

from feedback.models import Base
from tests.house_rules.repository import files_matching, some, text_of

SHARED: Final = {
    "Choice": "a way to read a file, and a filter of a list of rows",
    "Column": "of a list of rows, and of raters in a report",
    "Listing": "a page of rows, and a list of findings",
    "Part": "what an envelope holds, and a choice of a list as it is drawn",
    "Heading": "a group's column of the coach's view, and a heading of a document",
}
"""Names that two public classes may share, and why: on each line here readers stumble."""

BOOKKEEPING: Final = frozenset(
    {
        *("account_role", "role", "organiser_grant", "sign_in_code", "used_assertion"),
        *("audit_anchor", "key_trouble", "last_run", "latest_claim", "worker_beat"),
        *(
            "reminder_run",
            "retired_link",
            "retired_number",
            "staged_people",
            "nomination_limit",
            "plan_entry",
        ),
        *("campaign_figures", "stored_release", "stored_responses", "audit_entry"),
        *("mail_correction", "mail_hold", "mail_text", "coach_note", "erasure_stop"),
        *("plan_reader", "progress_band", "stand_in", "subject_reader"),
        *("course_module", "programme_instrument", "team_member", "survey_version"),
    }
)
"""Tables that keep what nobody talks about, or say a word of the glossary in two."""


def test_a_public_class_has_its_name_for_itself() -> None:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for file in files_matching("feedback/**/*.py", "reports/**/*.py", "surveys/**/*.py"):
        for node in ast.parse(text_of(file)).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(str(file))

    shared = {name: files for name, files in found.items() if len(files) > 1}

    assert {name: files for name, files in shared.items() if name not in SHARED} == {}
    assert shared.keys() == SHARED.keys(), "an exception that is no longer needed"


def test_every_table_is_a_word_of_the_glossary() -> None:
    words = some(_words())
    tables = {name for name in Base.metadata.tables if name not in BOOKKEEPING}

    assert sorted(name for name in tables if name.replace("_", " ") not in words) == []


def test_no_word_is_explained_twice() -> None:
    words = some(_words())

    assert sorted({word for word in words if words.count(word) > 1}) == []


def _words() -> list[str]:
    """Return the words of the glossary: the first column, several of a row apart."""
    section = text_of(files_matching("ARCHITECTURE.md")[0]).partition("\n## Words\n")[2]
    rows = re.findall(r"^\| ([^|]+) \|", section.partition("\n## ")[0], re.MULTILINE)
    return [word.strip("* ") for row in rows[2:] for word in row.split(",")]
