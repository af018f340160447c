"""A sign-in code is read as it is pasted, and what cannot be read is nobody's guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.signin.codes import LENGTHS, MOST_TRIES
from feedback.text.pasted import digits_in
from tests.feedback.world import KARIN

if TYPE_CHECKING:
    from tests.feedback.world import World

CODE = "12345678"
AS_PASTED = (
    *("{}", "{}.", " {}\u00a0", "{}\u200b", "\u202a{}\u202c", "”{}”", "»{}«", "*{}*", "_{}_"),
    *("`{}`", "> {}", "({})", "{}…", "<{}>", "\ufeff{}\r\n", "Kod:{}", "kod={};"),
    "Din kod för Feedback: {}",
    "Din kod för Feedback: {}\n\nSkriv den kl. 10.42, den gäller i 10 minuter.\n019-21 10 00",
    "[{}] är din kod. Du bad om den 2026-11-29 klockan 22:41.",
    "Ring 019-123 45 67. Koden {}.",
)
AS_WRITTEN = (
    *("1234 5678", "1234-5678", "12 34 56 78", "1 2 3 4 5 6 7 8", "1234.5678", "1234\u00a05678"),
    *(
        "1234 – 5678",
        "1234\u20095678",
        "1234/5678",
        "1234\n5678",
        "".join(chr(0xFF10 + n) for n in range(1, 9)),
        "١٢٣٤٥٦٧٨",
    ),
    *("۱۲۳۴ ۵۶۷۸", "l2345678", "I2345678", "1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "12\u00ad345678", "12-34 56-78"),
)
UNREADABLE = ("", "hej", "1234567", "123456789", "karin.lund@example.se", "١٢٣", "kod", "lOOlOlIl")


@pytest.mark.parametrize("around", AS_PASTED)
@pytest.mark.parametrize("code", [CODE, "00000000", "123456789012"])
def test_a_code_is_found_in_what_was_pasted(around: str, code: str) -> None:
    assert digits_in(around.format(code), LENGTHS) == {code}


@pytest.mark.parametrize("written", AS_WRITTEN)
def test_a_code_is_read_however_it_is_written(written: str) -> None:
    assert digits_in(written, LENGTHS) == {CODE}
    assert digits_in(f"Koden är {written}.", LENGTHS) <= {CODE}


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_code_is_read_as_none(text: str) -> None:
    assert digits_in(text, LENGTHS) == set()


@settings(deadline=None)
@given(text=st.text(max_size=60), code=st.from_regex(r"\A[0-9]{8}\Z"))
def test_a_code_is_found_between_any_two_texts(text: str, code: str) -> None:
    assert code in digits_in(f"{text} {code} {text}", LENGTHS)
    assert all(len(one) in LENGTHS for one in digits_in(text, LENGTHS))


@pytest.mark.parametrize("around", ["Din kod för Feedback: {}", "{}.", "_{}_\u00a0"])
def test_a_code_in_its_sentence_opens(world_on_both: World, around: str) -> None:
    browser = world_on_both.browser()
    world_on_both.ask_for_code(browser, KARIN)

    answer = world_on_both.type_code(browser, around.format(world_on_both.mailed_code(KARIN)))

    assert answer.status_int == 302


def test_what_cannot_be_read_counts_as_no_try(world_on_both: World) -> None:
    world, browser = world_on_both, world_on_both.browser()
    world.ask_for_code(browser, KARIN)
    code = world.mailed_code(KARIN)
    other = f"{(int(code) + 1) % 10**8:08}"

    unread = [world.type_code(browser, text) for text in UNREADABLE[:4]]
    several = [world.type_code(browser, f"{other} {code}") for _ in range(MOST_TRIES)]
    answer = world.type_code(browser, code)

    assert all("Här finns ingen kod" in page.text for page in unread)
    assert all("Här finns mer än en kod" in page.text for page in several)
    assert answer.status_int == 302
