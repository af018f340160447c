"""What a survey may hold follows from what it is about: leader, team, unit or event."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from surveys.loader import parse_survey, survey_from_json
from surveys.subjects import SUBJECTS, TEAM
from tests.surveys.samples import lines_of, rules_on

if TYPE_CHECKING:
    from collections.abc import Iterator

TEAM_FILE = """\
id: gruppen
version: 1
subject: team
languages: [sv, en]
title: {sv: Gruppen, en: The team}
lead: {sv: "Hur ofta gör {team} så? {initiative}", en: "How often does {team}? {initiative}"}
scale: {from: 1, to: 4, labels: {1: {sv: a, en: a}, 2: {sv: b, en: b}, 3: {sv: c, en: c}, 4: {sv: d, en: d}}}
groups:
  - {key: member, kind: own, label: {sv: Medlem, en: Member}}
  - {key: head, kind: identified, reads: self, label: {sv: Chef, en: Head}}
  - {key: receiver, kind: protected, label: {sv: Mottagare, en: Receiver}}
traits:
  - key: moten
    name: {sv: Möten, en: Meetings}
    asked_of: [member, head]
    items:
      - key: ser
        others: {sv: "{team} ser över sina mål.", en: "{team} reviews its goals."}
        self: {sv: "Vi ser över våra mål.", en: "We review our goals."}
      - key: hjalps
        asked_of: [member, head, receiver]
        others: {sv: "{team} hjälps åt.", en: "{team} helps out."}
        self: {sv: "Vi hjälps åt.", en: "We help out."}
      - key: lar
        others: {sv: "{team} lär sig nytt.", en: "{team} learns new things."}
        self: {sv: "Vi lär oss nytt.", en: "We learn new things."}
own_parts:
  - key: mal
    kind: goals
    title: {sv: Mål, en: Goals}
    scale: {from: 1, to: 6}
    traits:
      - key: competence
        name: {sv: Kompetens, en: Competence}
        items:
          - {key: kan, text: {sv: Jag kan mitt jobb., en: I know my job.}}
"""  # noqa: E501 - as a person would write it

EVENT_FILE = """\
id: dagen
version: 1
subject: event
languages: [sv, en]
title: {sv: Dagen, en: The day}
lead: {sv: "Det gäller {event}.", en: "This is about {event}."}
scale: {from: 1, to: 6, labels: {1: {sv: a, en: a}, 2: {sv: b, en: b}, 3: {sv: c, en: c}, 4: {sv: d, en: d}, 5: {sv: e, en: e}, 6: {sv: f, en: f}}}
groups:
  - {key: participant, kind: protected, label: {sv: Deltagare, en: Participants}}
traits:
  - key: nytta
    name: {sv: Nytta, en: Use}
    items:
      - {key: larde, level: learning, text: {sv: Jag lärde mig något., en: I learned something.}}
"""  # noqa: E501 - as a person would write it


def spoilt(text: str, old: str, new: str) -> list[str]:
    """Return the faults of a file with one passage changed."""
    assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
    return [line.partition(": ")[2] for line in lines_of(text.replace(old, new))]


def test_a_team_is_read_as_it_is_written_and_as_it_was_frozen() -> None:
    survey = parse_survey(TEAM_FILE)

    assert survey_from_json(survey.canonical_json()) == survey
    assert survey.floor == 4
    assert survey.asks_initiative
    assert [(group.key, group.reads_self, group.is_subject) for group in survey.groups] == [
        ("member", True, True),
        ("head", True, False),
        ("receiver", False, False),
    ]
    words = survey.item_words(survey.items[0], for_self=False, language="sv", name="Norra ledet")
    assert words == "Norra ledet ser över sina mål."


def test_a_group_is_asked_what_the_item_says_and_else_the_trait() -> None:
    survey = parse_survey(TEAM_FILE)

    asked = {group.key: [item.key for item in survey.items_of(group)] for group in survey.groups}

    assert asked == {
        "member": ["ser", "hjalps", "lar"],
        "head": ["ser", "hjalps", "lar"],
        "receiver": ["hjalps"],
    }


def test_a_team_speaks_as_we_in_both_languages_without_advice() -> None:
    assert rules_on(TEAM_FILE) == []
    wrong = TEAM_FILE.replace("Vi ser över våra mål", "Vi ser över mina mål")
    assert "self-differs" in rules_on(wrong)
    assert "self-differs" in rules_on(TEAM_FILE.replace("We review our goals", "We review goals"))


def test_an_events_one_wording_is_what_everybody_reads() -> None:
    survey = parse_survey(EVENT_FILE)

    assert survey_from_json(survey.canonical_json()) == survey
    assert (
        survey.items[0].others
        == survey.items[0].self_
        == {
            "sv": "Jag lärde mig något.",
            "en": "I learned something.",
        }
    )
    assert rules_on(EVENT_FILE) == []  # one item under a heading is no score, and I may speak


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (TEAM_FILE, "kind: own", "kind: self", "no group has kind own"),
        (TEAM_FILE, "kind: own", "kind: self", "write `kind: own`"),
        (TEAM_FILE, "kind: identified", "kind: own", "a second group has kind own"),
        (TEAM_FILE, "[member, head, receiver]", "[member, mottagare]", "`mottagare` is no group"),
        (TEAM_FILE, "[member, head, receiver]", "[]", "`asked_of` is empty"),
        (TEAM_FILE, "{team} hjälps åt", "{name} hjälps åt", "{name} is unknown; only {team}"),
        (TEAM_FILE, "{team} hjälps åt", "{team}s hjälp", "{team} stands in the genitive"),
        (TEAM_FILE, "{team} hjälps åt", "Om {initiative}", "{initiative} is not filled in here"),
        (TEAM_FILE, "Vi hjälps åt", "{team} hjälps åt", "stands in the self wording"),
        (TEAM_FILE, "Jag kan mitt jobb.", '"{team} kan."', "{team} is not filled in here"),
        (TEAM_FILE, "- key: ser\n", "- key: ser\n        level: learning\n", "`level` stands in"),
        (TEAM_FILE, "{key: kan,", "{key: kan, theme: support,", "`theme` stands in a goal"),
        (TEAM_FILE, "{key: kan,", "{key: ser,", "the key `ser` is taken"),
        (TEAM_FILE, "to: 6}", "to: 2}", "the scale 1 to 2 is too short"),
        (TEAM_FILE, "kind: goals", "kind: goals\n    asked_of: [head]", "the subject's own"),
        (TEAM_FILE, "kind: goals", "kind: aims", "`own_parts.kind` is `aims`; choose conditions"),
        (EVENT_FILE, "level: learning, ", "", "`level` is missing in an item"),
        (EVENT_FILE, "level: learning", "level: lärde", "choose reaction or learning"),
        (EVENT_FILE, "level: learning,", "level: learning, theme: trust,", "about a unit"),
        (EVENT_FILE, "text: {sv: Jag", "others: {sv: Jag", "write `text`, the one wording"),
        (EVENT_FILE, "text: {sv: Jag lärde mig något., en: I learned something.}", "text: 5",
         "`items.text` is `5`"),
        (EVENT_FILE, "kind: protected", "kind: own", "only a survey about a team has one"),
        (EVENT_FILE, "kind: protected", "kind: self", "only a survey about a leader has one"),
        (EVENT_FILE, "Jag lärde mig", '"{event}', "{event} is not filled in here"),
        (EVENT_FILE, "subject: event", "subject: kurs", "choose leader, team, unit, event"),
    ],
)  # fmt: skip
def test_what_a_subject_does_not_allow_is_told(file: str, old: str, new: str, told: str) -> None:
    if new.startswith('"'):
        new, old = (
            new if new.endswith('"') else new + ' något."',
            (old if new.endswith('"') else f"{old} något."),
        )
    faults = spoilt(file, old, new)

    assert any(told in fault for fault in faults), faults
    assert len(faults) <= 2, faults  # and nothing that only follows from it, but its other half


def test_a_part_about_the_conditions_stands_in_one_spelling() -> None:
    both = TEAM_FILE + "conditions: {title: {sv: F, en: C}, items: [{key: f, text: {sv: F}}]}\n"
    nobody = EVENT_FILE + "conditions: {title: {sv: F, en: C}, items: [{key: f, text: {sv: F}}]}\n"

    assert any("`conditions` stands beside `own_parts`" in line for line in lines_of(both))
    assert any("nobody answers `conditions` about an event" in line for line in lines_of(nobody))


@pytest.fixture
def project() -> Iterator[None]:
    """Register a fifth kind of subject, as one row."""
    SUBJECTS["project"] = replace(
        TEAM, key="project", called="a project", placeholder="{project}", floor=6
    )
    yield
    del SUBJECTS["project"]


@pytest.mark.usefixtures("project")
def test_a_new_kind_is_a_row_of_the_register() -> None:
    text = TEAM_FILE.replace("subject: team", "subject: project").replace("{team}", "{project}")

    survey = parse_survey(text)

    assert survey.floor == 6
    assert rules_on(text) == rules_on(TEAM_FILE)
    words = survey.item_words(survey.items[1], for_self=False, language="en", name="The bridge")
    assert words == "The bridge helps out."
