"""Every fault of a survey file is told at its place, with what would be right."""

# ruff: noqa: E501 — one fault a line reads as a table

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surveys.earlier import EarlierItem, EarlierVersion
from surveys.errors import SurveyFileError
from surveys.loader import load_survey, parse_survey
from surveys.model import Conditions, Group, Item, Question, Scale, Survey, Trait
from surveys.own_parts import OwnStatement, PartTrait, SubjectPart
from surveys.shape import known_keys
from tests.surveys.samples import SMALL, changed, lines_of

if TYPE_CHECKING:
    from pathlib import Path

ITEM = '        others: {sv: "{name} lyssnar på andra.", en: "{name} listens to others."}\n'
GENITIVES = [
    "{name}s bok",
    "{name}'s bok",
    "{name}\u00b4s bok",
    "{name}’s bok",
    "{name}:s bok",
    "{name}' bok",
    "{name}S bok",
]


def test_the_small_survey_has_no_faults() -> None:
    survey = parse_survey(SMALL)

    assert [item.key for item in survey.items] == ["lyssnar", "fragar", "svarar"]


FAULTS = [
    # Shape.
    ("version: 1\n", "", "1:1: `version` is missing; add `version:`"),
    ("version: 1\n", "version: '1'\n", "2:10: `version` is `1`; write a whole number"),
    ("version: 1\n", "version: 0\n", "2:10: `version` is `0`; 1 is the least"),
    ("version: 1\n", "version: true\n", "2:10: `version` is `true`; write a whole number"),
    ("version: 1\n", "version:\n", "2:1: `version` has no value; write one, or delete the line"),
    ("version: 1\n", "version: 1\nstaus: draft\n", "3:1: the key `staus` is unknown; did you mean `status`?"),
    ("version: 1\n", "version: 1\nxyz: 1\n", "3:1: the key `xyz` is unknown; known here: id, version"),
    ("version: 1\n", "version: 1\nstatus: done\n", "3:9: `status` is `done`; choose draft or piloted"),
    ("version: 1\n", "version: 1\nlayout: grid\n", "3:9: `layout` is `grid`; choose by-trait or one-page"),
    ("id: small", "id: små", "1:5: `id` has the wrong form: `små`; an id has"),
    ("id: small", "id: 360", "1:5: `id` is `360`; a text is expected; put it in quotation marks"),
    ("key: lyssnar", "key: lyss nar", "24:14: `items.key` has the wrong form: `lyss nar`; a key is"),
    ("key: lyssnar\n", "key: lyssnar\n        short: 1\n", "25:16: `items.short` is `1`; write true or false"),
    (ITEM, "", "24:9: `others` is missing in entry 1 of `items`; add `others:`"),
    (ITEM, "        others: Lyssnar\n", "25:17: `items.others` is `Lyssnar`; a text per language is expected"),
    (ITEM, "        others: {}\n", "25:17: `items.others` is empty; write at least one entry"),
    (ITEM, "        others: {sv: ' ', en: a}\n", "25:22: `others.sv` is empty; write a text, or delete"),
    (ITEM, "        others: {sv: 1, en: a}\n", "25:22: `others.sv` is `1`; a text is expected"),
    ("Trygg,", "x" * 2001 + ",", "22:16: `name.sv` is too long; write at most 2000 characters"),
    ("  - {key: manager, kind: identified, label: {sv: Chef, en: Manager}}", "  - chef", "18:5: entry 2 of `groups` is `chef`; write keys: key, kind"),
    ("languages: [sv, en]", "languages: sv", "3:12: `languages` is `sv`; a list is expected"),
    ("languages: [sv, en]", "languages: [sv, en, EN]", "3:21: entry 3 of `languages` has the wrong form: `EN`"),
    ("languages: [sv, en]", "languages: []", "3:12: `languages` is empty; write at least one entry"),
    # Languages.
    ("languages: [sv, en]", "languages: [sv, en, sv]", "3:21: the language `sv` is named twice"),
    ("languages: [sv, en]", "languages: [sv, en]\nunreviewed: [fi]", "4:14: `fi` is unreviewed, but not among the file's languages"),
    ("languages: [sv, en]", "languages: [sv, en]\nunreviewed: [en, en]", "4:18: the language `en` is named twice"),
    ("languages: [sv, en]", "languages: [sv, en]\nunreviewed: [EN]", "4:14: entry 1 of `unreviewed` has the wrong form: `EN`"),
    ("languages: [sv, en]", "languages: [sv, en]\nunreviewed: en", "4:13: `unreviewed` is `en`; a list is expected"),
    ("{sv: Liten enkät, en", "{en", "4:8: the text has no wording in sv, the first language of the file; add `sv:`"),
    ("{sv: Liten enkät,", "{sv: Liten enkät, se: Uhca,", "4:26: `se` is not among the file's languages (sv, en)"),
    # Keys.
    ("version: 1\n", "version: 1\nversion: 2\n", "3:1: the key `version` stands here twice, first on line 2"),
    ("key: fragar", "key: lyssnar", "27:14: the key `lyssnar` is taken on line 24"),
    ("key: fragar", "key: Lyssnar", "27:14: the key `Lyssnar` differs only in case from `lyssnar` on line 24"),
    ("key: fortsatt", "key: lyssnar", "34:10: the key `lyssnar` is taken on line 24"),
    ("key: stod", "key: fortsatt", "40:12: the key `fortsatt` is taken on line 34"),
    ("key: team", "key: manager", "19:11: the key `manager` is taken on line 18"),
    ("key: fragar", "key: Leader", "27:14: `Leader` is a column of its own in answers files"),
    ("key: team", "key: Others", "19:11: `Others` is everyone but self in all figures; choose another key, as `other`"),
    ("key: lyssnar\n", "key: lyssnar\n        trait: klok\n", "25:16: the item says trait `klok` but stands in `trygg`"),
    # Groups.
    ("kind: self", "kind: identified", "16:1: no group has kind self"),
    ("kind: identified", "kind: self", "18:26: a second group has kind self"),
    ("kind: protected", "kind: identified", "16:1: no group is protected"),
    ("kind: identified, label", "kind: identified, also: [boss, SELF], label", "18:51: the word `SELF` means another group too; leave it to one of them"),
    ("kind: protected", "kind: secret", "19:23: `groups.kind` is `secret`; choose self, identified, protected or own"),
    # Scale.
    ("  to: 4\n", "  to: 11\n", "9:7: `scale.to` is `11`; 10 is the most"),
    ("  from: 1\n", "  from: 2\n", "8:9: `scale.from` is `2`; 1 is the most"),
    ("  to: 4\n", "  to: 2\n", "9:7: the scale 1 to 2 is too short; a scale has at least 3 steps"),
    ("  to: 4\n", "  to: 3\n", "14:5: the label of step 4 is off the scale 1 to 3"),
    ("    1: {", "    01: {", "11:5: the step `01` is no number"),
    ("    1: {", "    ett: {", "11:5: the step `ett` is no number"),
    ("favourable_from: 3", "favourable_from: 5", "15:20: `favourable_from` is 5, off the scale 1 to 4; choose 2 to 4"),
    ("favourable_from: 3", "favourable_from: 1", "15:20: `favourable_from` is 1, off the scale 1 to 4; choose 2 to 4"),
    # Placeholders.
    ("{name} frågar", "{namn} frågar", "28:22: the placeholder {namn} is unknown; only {name} is filled"),
    ("{name} frågar", "{name frågar", "28:22: a brace stands alone in the text"),
    ("{name} frågar", "{name}en frågar", "28:22: {name} is glued to other letters"),
    ("Jag frågar", "{name} frågar", "29:20: {name} stands in the self wording"),
    ("Liten enkät", '"{name}"', "4:13: {name} is not filled in here"),
    ("Jag får stöd.", "{name} får stöd.", "41:18: {name} is not filled in here"),
    ("Hur ofta gör du så här?", "Gör {name} så här?", "6:17: {name} stands in the self wording"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS)
def test_a_fault_is_told_where_it_stands(old: str, new: str, expected: str) -> None:
    text = changed(old, new)

    told = lines_of(text)

    assert len(told) == 1, told
    assert told[0].startswith(f"small.yaml:{expected}")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("version: 1, i", "version: 2, i", "version 2 is not earlier than version 2, which"),
        ("now: lyssnar", "now: horde", "`horde` is no item of the file; name the item that"),
        ("key: horde", "key: fragar", "the key `fragar` belongs to another item today; write"),
        ("key: horde", "key: hör de", "`items.key` has the wrong form: `hör de`"),
        ("now: lyssnar", "now: [lyssnar]", "`items.now` is a list; a text is expected"),
        ("{name} hörde.", "{name}s ord.", "{name} stands in the genitive; rephrase"),
        ("sv: Jag hörde.", "en: I heard.", "the text has no wording in sv, the first language"),
    ],
)
def test_what_an_earlier_version_asked_has_its_own_faults(
    old: str, new: str, expected: str
) -> None:
    then = '{now: lyssnar, key: horde, others: {sv: "{name} hörde."}, self: {sv: Jag hörde.}}'
    earlier = f"version: 2\nearlier:\n  - {{version: 1, items: [{then}]}}\n"
    whole = changed("version: 1\n", earlier)

    assert parse_survey(whole).as_asked_in(["horde"]).items[0].key == "horde"
    (told,) = lines_of(whole.replace(old, new))
    assert expected in told


@pytest.mark.parametrize("wording", GENITIVES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_name_never_stands_in_the_genitive(wording: str, language: str) -> None:
    old = {"sv": "{name} lyssnar på andra.", "en": "{name} listens to others."}[language]

    told = lines_of(changed(old, wording))

    assert len(told) == 1
    assert "{name} stands in the genitive; rephrase" in told[0]


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    text = changed("version: 1", "version: x").replace("key: team", "key: self")
    text = text.replace("{name} svarar", "{name}s svar").replace("  to: 4", "  too: 4")

    told = [line.split(":")[1] for line in lines_of(text)]

    assert told == ["2", "8", "9", "19", "31"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with byte order mark"])
def test_a_file_that_is_not_utf8_is_refused_at_the_byte(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "liten.yaml"
    path.write_bytes(mark + SMALL.encode("cp1252"))

    with pytest.raises(SurveyFileError) as caught:
        load_survey(path)

    assert str(caught.value) == f"{path}:4:22: the byte 0xe4 is not UTF-8; save the file as UTF-8"


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "liten.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())

    assert load_survey(path) == parse_survey(SMALL)


def test_a_file_that_cannot_be_read_is_a_fault_too(tmp_path: Path) -> None:
    with pytest.raises(SurveyFileError, match="No such file"):
        load_survey(tmp_path / "saknas.yaml")


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ((), Survey),
        (("scale",), Scale),
        (("groups", 0), Group),
        (("traits", 0), Trait),
        (("traits", 0, "items", 0), Item),
        (("questions", 0), Question),
        (("conditions",), Conditions),
        (("conditions", "items", 0), OwnStatement),
        (("own_parts", 0), SubjectPart),
        (("own_parts", 0, "scale"), Scale),
        (("own_parts", 0, "traits", 0), PartTrait),
        (("own_parts", 0, "traits", 0, "items", 0), OwnStatement),
        (("earlier", 0), EarlierVersion),
        (("earlier", 0, "items", 0), EarlierItem),
    ],
)
def test_the_keys_proposed_are_those_the_model_knows(
    path: tuple[str | int, ...], model: type[Survey]
) -> None:
    aliases = {field.alias or name for name, field in model.model_fields.items()}

    assert set(known_keys(path)) == aliases
