"""A small survey without faults, and ways to spoil or change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surveys.checks import advise
from surveys.errors import SurveyFault, SurveyFileError
from surveys.loader import parse_survey, parse_survey_file

if TYPE_CHECKING:
    from surveys.advice import Advice, AdviceRule

SMALL = """\
id: small
version: 1
languages: [sv, en]
title: {sv: Liten enkät, en: Small survey}
lead: {sv: "Hur ofta gör {name} så här?", en: "How often does {name} do this?"}
lead_self: {sv: "Hur ofta gör du så här?", en: "How often do you do this?"}
scale:
  from: 1
  to: 4
  labels:
    1: {sv: Sällan, en: Seldom}
    2: {sv: Ibland, en: Sometimes}
    3: {sv: Ofta, en: Often}
    4: {sv: Mycket ofta, en: Very often}
  favourable_from: 3
groups:
  - {key: self, kind: self, label: {sv: Själv, en: Self}}
  - {key: manager, kind: identified, label: {sv: Chef, en: Manager}}
  - {key: team, kind: protected, label: {sv: Grupp, en: Team}}
traits:
  - key: trygg
    name: {sv: Trygg, en: Safe}
    items:
      - key: lyssnar
        others: {sv: "{name} lyssnar på andra.", en: "{name} listens to others."}
        self: {sv: "Jag lyssnar på andra.", en: "I listen to others."}
      - key: fragar
        others: {sv: "{name} frågar andra.", en: "{name} asks others."}
        self: {sv: "Jag frågar andra.", en: "I ask others."}
      - key: svarar
        others: {sv: "{name} svarar andra.", en: "{name} answers others."}
        self: {sv: "Jag svarar andra.", en: "I answer others."}
questions:
  - key: fortsatt
    text: {sv: "Vad gör {name} bra?", en: "What does {name} do well?"}
    self: {sv: "Vad gör jag bra?", en: "What do I do well?"}
conditions:
  title: {sv: Förutsättningar, en: Conditions}
  items:
    - key: stod
      text: {sv: "Jag får stöd.", en: "I get support."}
"""


def changed(old: str, new: str) -> str:
    """Return the small survey with one passage changed; the passage must be there once."""
    assert SMALL.count(old) == 1, f"{old!r} stands there {SMALL.count(old)} times"
    return SMALL.replace(old, new)


def faults_of(text: str) -> tuple[SurveyFault, ...]:
    """Return the faults of a text that must have some."""
    with pytest.raises(SurveyFileError) as caught:
        parse_survey(text, source="small.yaml")
    return caught.value.faults


def lines_of(text: str) -> list[str]:
    """Return the faults of a text as a person reads them."""
    return [str(fault) for fault in faults_of(text)]


def advice_on(text: str) -> tuple[Advice, ...]:
    """Return the advice on a survey text, with lines."""
    file = parse_survey_file(text)
    return advise(file.survey, file.places)


def rules_on(text: str) -> list[AdviceRule]:
    """Return the rules that a survey text is advised by."""
    return [advice.rule for advice in advice_on(text)]
