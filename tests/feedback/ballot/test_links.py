"""The code in a rater's link: derived, forgiving to read, impossible to guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.ballot import code_for, is_genuine, new_number, parse_code

KEY = bytes(range(32))
numbers = st.integers(0, 2**40 - 1)


@given(number=numbers, version=st.integers(1, 100))
def test_a_written_code_reads_back_as_itself(number: int, version: int) -> None:
    code = code_for(KEY, number=number, version=version)

    assert parse_code(str(code)) == code
    assert is_genuine(KEY, code, version=version)


@pytest.mark.parametrize("change", [str.lower, lambda text: text.replace("-", " ")])
def test_case_and_dashes_do_not_matter(change: object) -> None:
    code = code_for(KEY, number=12345, version=1)

    assert parse_code(change(str(code))) == code  # type: ignore[operator] # str to str


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    code = code_for(KEY, number=1, version=1)
    mistyped = str(code).replace("0", "O").replace("1", "l")

    assert parse_code(mistyped) == code


AROUND = [
    "{}.",
    "{},",
    "{})",
    "<{}>",
    "{}\u00a0",
    "{}\u200b",
    "\u2068{}\u2069",
    "”{}”",
    "»{}«",
    "{}…",
    "*{}*",
    "_{}_",
    "**{}**",
    "`{}`",
    "{}!",
    "{}\n",
    "\t{}",
    "\ufeff{}",
    "{}\u00ad",
    "{}/",
    "[{}]",
    "{}?",
    "{}:",
    "~{}~",
    "{}\u202c",
    "https://feedback.example.se/s/{}",
    "HTTPS://FEEDBACK.EXAMPLE.SE/S/{}",
    "http://feedback.example.se/s/{}?l=en#top",
    "Din kod är {}.",
    "Koden: {} (gäller till fredag)",
    "code {}",
    "Here is the code {} for you",
    "kod {} kod",
    "feedback.example.se/s/{}/?l=sv&x=1",
    "{}\r\n> citerat",
    "=E2=80=8B {}",
]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("number", [0, 12345, 2**40 - 1, 0x0C0DE0C0DE])
def test_a_code_is_found_in_what_people_paste(around: str, number: int) -> None:
    code = code_for(KEY, number=number, version=1)

    assert parse_code(around.format(code)) == code


@pytest.mark.parametrize(
    "dash",
    [
        *(chr(code) for code in (*range(0x2010, 0x2016), 0x2212, 0xFF0D, 0xFE63, 0xA0)),
        *("\u00ad-", " - ", " \u2013 ", " ", "  "),
    ],
)
def test_any_dash_or_blank_parts_the_groups(dash: str) -> None:
    code = code_for(KEY, number=12345, version=1)

    assert parse_code(str(code).replace("-", dash)) == code


def test_full_width_letters_of_a_phone_are_read() -> None:
    code = code_for(KEY, number=12345, version=1)
    wide = "".join(chr(ord(one) + 0xFEE0) for one in str(code))

    assert parse_code(wide) == code


def test_of_two_codes_none_is_guessed() -> None:
    one, other = (code_for(KEY, number=number, version=1) for number in (1, 2))

    assert parse_code(f"{one} eller {other}") is None
    assert parse_code(f"{one} ({one})") == one


@given(text=st.text(max_size=60))
def test_whatever_is_pasted_is_read_or_refused(text: str) -> None:
    code = parse_code(text)

    assert code is None or parse_code(str(code)) == code


@given(number=numbers, position=st.integers(0, 19), letter=st.sampled_from("0123456789ABCDEF"))
def test_a_code_with_one_wrong_letter_is_not_genuine(
    number: int, position: int, letter: str
) -> None:
    letters = list(str(code_for(KEY, number=number, version=1)).replace("-", ""))
    changed = [*letters[:position], letter, *letters[position + 1 :]]
    code = parse_code("".join(changed))

    assert code is not None
    assert is_genuine(KEY, code, version=1) == (changed == letters)


def test_a_raised_version_ends_the_old_link() -> None:
    old = code_for(KEY, number=7, version=1)

    assert not is_genuine(KEY, old, version=2)


def test_another_campaigns_key_makes_another_code() -> None:
    assert code_for(KEY, number=7, version=1) != code_for(bytes(32), number=7, version=1)


@pytest.mark.parametrize("text", ["", "kort", "UUUU-UUUU-UUUU-UUUU-UUUU", "å" * 20, "0" * 21])
def test_what_is_no_code_is_not_read_as_one(text: str) -> None:
    assert parse_code(text) is None


def test_numbers_are_drawn_at_random() -> None:
    drawn = [new_number() for _ in range(200)]

    assert len(set(drawn)) == 200
    assert drawn != sorted(drawn)
