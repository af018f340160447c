"""Addresses are understood as mail programs, chats and spreadsheets copy them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.text.addresses import is_address, read_address, suggestion_for
from tests.feedback.operations.people.file.people_files import csv_bytes, row
from tests.feedback.operations.people.file.people_samples import faults, read, sample

EVA = "eva.lind@example.se"


@pytest.mark.parametrize(
    "text",
    [
        "Lind, Eva <eva.lind@example.se>;",
        "Lind, Eva <eva.lind@example.se>; ",
        '"Lind, Eva" <eva.lind@example.se>,',
        "Eva Lind (eva.lind@example.se)",
        "Eva Lind (Skolan) <Eva.Lind@Example.se>",
        "eva.lind@example.se (Eva Lind)",
        "eva.lind&#64;example.se",
        "Eva Lind &lt;eva.lind@example.se&gt;",
        "Eva Lind [eva.lind@example.se]",
        "Eva Lind <mailto:eva.lind@example.se>",
        "eva.lind@example.se <mailto:eva.lind@example.se>",
        "eva.lind@example.se<mailto:eva.lind@example.se>;",
        "[eva.lind@example.se](mailto:eva.lind@example.se)",
        "'eva.lind@example.se' <eva.lind@example.se>",
        "mailto:eva.lind@example.se?subject=Hej%20du",
        "MAILTO:eva.lind%40example.se",
        "smtp:eva.lind@example.se",
        "SMTP:Eva.Lind@example.se",
        "E-post: eva.lind@example.se",
        "<eva.lind@example.se>",
        "< eva.lind@example.se >",
        "'eva.lind@example.se'",
        "”eva.lind@example.se”",
        "eva.lind@example.se.",
        "eva.lind@example.se,",
        "eva.lind@example.se;",
        "eva.lind@example.se…",
        "eva.lind\uff20example.se",
        "\uff45va.lind@example.se",
        "\u2066eva.lind@example.se\u2069",
        "\u00a0eva.lind@example.se\u200b;",
        "mailto://eva.lind@example.se",
        "msteams:eva.lind@example.se",
        "e-postadress: eva.lind@example.se",
        "eva.lind@example.se?subject=Hej",
        "*eva.lind@example.se*",
        "*eva.lind@example.se",
        "**eva.lind@example.se**",
        "_eva.lind@example.se_",
        "|eva.lind@example.se|",
        "/eva.lind@example.se/",
        "=eva.lind@example.se",
        "\u2022 eva.lind@example.se",
        "- eva.lind@example.se",
        "\u25aaeva.lind@example.se",
        "1. eva.lind@example.se",
        "eva.lind@example.se\\",
        "eva.lind@example.se \u26a0",
        "eva.lind@example.se(Eva Lind)",
        "eva.lind@example.se [Extern]",
        "[EXTERN] eva.lind@example.se",
        "eva.lind@example.se eva.lind@example.se",
        '<a href="mailto:eva.lind@example.se">Eva Lind</a>',
        "mailto:Eva%20Lind%20%3Ceva.lind@example.se%3E",
    ],
)
def test_an_address_is_taken_out_of_what_surrounds_it(text: str) -> None:
    assert read_address(text) == EVA


@pytest.mark.parametrize(
    "text",
    [
        "Lind, Eva <eva.lind@example.se>; Ek, Bo <bo.ek@example.se>",
        "eva.lind@example.se; bo.ek@example.se",
        "eva.lind@example.se bo.ek@example.se",
        "bo.ek@example.se <eva.lind@example.se>",
    ],
)
def test_of_two_addresses_in_one_cell_none_is_taken(text: str) -> None:
    assert not is_address(read_address(text))
    (fault,) = faults(csv_bytes([row("Eva Lind", email=text)], separator="\t"))
    assert fault.code == "addresses-several"
    assert "bo.ek@example.se, eva.lind@example.se" in fault.text("sv")


@pytest.mark.parametrize(
    "text",
    [
        "eva.lind at example.se",
        "eva.lind (at) example.se",
        "eva.lind[at]example.se",
        "eva.lind (a) example.se",
        "eva.lind{at}example.se",
        "eva lind eva.lind@example.se",
        "eva.lind@example,se",
        "éva.lind@example.se",
        "eva.lind@@example.se",
        "eva.lind [at] example [dot] se",
        "eva.lind snabel-a example.se",
        "eva.lind@example\u00b7se",
        "eva.lind%40example.se",
        "eva.lind_example.se#EXT#@norra.onmicrosoft.com",
    ],
)
def test_what_was_probably_meant_is_suggested_and_never_taken(text: str) -> None:
    address = read_address(text)

    assert not is_address(address)
    assert suggestion_for(address) == EVA


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("liam.o\u2019brien@example.se", "liam.o'brien@example.se"),
        ("eva\u2011lind@example.se", "eva-lind@example.se"),
        ("eva.lind@norra\u2013skolan.se", "eva.lind@norra-skolan.se"),
    ],
)
def test_signs_that_a_word_processor_put_in_are_suggested_as_typed(text: str, guess: str) -> None:
    assert suggestion_for(read_address(text)) == guess


@pytest.mark.parametrize(
    "address", ["_alla@example.se", "+46701234567@sms.example.se", "o'brien@example.se"]
)
def test_signs_that_an_address_begins_with_stay(address: str) -> None:
    assert read_address(address) == address


@pytest.mark.parametrize("text", ["stra\u00dfe@example.de", "eva\u00b2@example.se"])
def test_no_letter_of_an_address_becomes_another(text: str) -> None:
    assert not is_address(read_address(text))


@pytest.mark.parametrize("text", ["", " ", "@", "<>", "mailto:", "Eva Lind", "()<@>", "a@b"])
def test_what_is_no_address_stays_none(text: str) -> None:
    assert not is_address(read_address(text))


@settings(max_examples=300, deadline=None)
@given(st.text("ab.@é<>();,=&#%40-_*+'\"{}?!~|/ åx:\u200b1[]^`$mailto", max_size=16))
def test_an_address_that_was_read_reads_the_same_again(text: str) -> None:
    for whole in (text, f"{text}@example.se", f"{text}@öbo.se"):
        address = read_address(whole)

        assert not is_address(address) or read_address(address) == address


def test_the_sample_of_outlook_is_read() -> None:
    (leader,) = read(sample("outlook.csv")).people.leaders

    assert all(is_address(rater.email or "") for rater in leader.raters)
    assert "eva.lind@exempel.se" in [rater.email for rater in leader.raters]
