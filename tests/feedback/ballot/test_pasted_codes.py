"""A code is read out of whatever wrapped it on the way, and of two codes none is guessed."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.ballot import code_for, codes_in, new_code_word, parse_code, read_code_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedback.ballot import LinkCode

KEY = bytes(range(32))
SITE = "https://feedback.example.se/s/"
GUID = "0a1b2c3d-4e5f-4a6b-8c7d-0123456789ab"
numbers = st.integers(0, 2**40 - 1)


def some_code(number: int = 12345) -> LinkCode:
    """Give a genuine code."""
    return code_for(KEY, number=number, version=1)


def proofpoint(link: str) -> str:
    """Wrap a link as Proofpoint's version 2 does."""
    hexed = "".join(f"-{ord(one):02X}" if one in "-_:%=?&" else one for one in link)
    return f"https://urldefense.proofpoint.com/v2/url?u={hexed.replace('/', '_')}&d=DwMFaQ&c=x&m=y"


def sophos(link: str) -> str:
    """Wrap a link as Sophos does."""
    hidden = urlsafe_b64encode(link.encode()).decode().rstrip("=")
    return f"https://eu.protection.sophos.com/?d=example.se&u={hidden}&i=NWE3&t=Zm9v&h=0f"


WRAPPERS: Final[dict[str, Callable[[str], str]]] = {
    "Safe Links": lambda link: (
        "https://eur01.safelinks.protection.outlook.com/?url="
        + quote(link, safe="")
        + f"&data=05%7C02%7Ca%40b.se%7C{GUID.replace('-', '')}%7C{GUID}%7C0%7C&reserved=0"
    ),
    "Proofpoint 2": proofpoint,
    "Proofpoint 3": lambda link: f"https://urldefense.com/v3/__{link}__;!!AbC-d_E!fGh$",
    "Barracuda": lambda link: (
        f"https://linkprotect.cudasvc.com/url?a={quote(link, safe='').lower()}&c=E,1,Ab-c&typo=1"
    ),
    "Cisco": lambda link: f"https://secure-web.cisco.com/1aB-c_D/{quote(link, safe='')}",
    "Symantec": lambda link: f"https://clicktime.symantec.com/3aBcD?u={quote(link, safe='')}",
    "Trend Micro": lambda link: (
        f"https://imsva-ctp.trendmicro.com:443/wis/clicktime/v1/query?url={quote(link, safe='')}"
        f"&umid={GUID}&auth=0123456789abcdef0123456789abcdef"
    ),
    "FireEye": lambda link: (
        f"https://protect2.fireeye.com/v1/url?k={GUID}&q=1&e={GUID}&u={quote(link, safe='')}"
    ),
    "Sophos": sophos,
    "Google": lambda link: f"https://www.google.com/url?q={quote(link, safe='')}&sa=D&source=x",
    "wrapped twice": lambda link: WRAPPERS["Symantec"](WRAPPERS["Safe Links"](link)),
    "in HTML": lambda link: f'<a href="{link}&amp;x=1">{link}</a>&nbsp;',
    "quoted-printable": lambda link: f"Din l=C3=A4nk: {link[:40]}=\r\n{link[40:]}",
    "percent-encoded": lambda link: quote(link, safe=""),
    "an entity behind it": lambda link: f"{link}&#8203;&nbsp;",
    "tracked": lambda link: f"{link}?utm_source=mail&utm_id={GUID}&fbclid=IwAR0123456789abcdef#x",
}
QUOTES = (
    "”{}”",
    "„{}“",
    "\u201a{}\u2018",
    "»{}«",
    "«\u202f{}\u202f»",
    "「{}」",
    "『{}』",
    "\u2039{}\u203a",
    "\u00b4{}\u00b4",
    "”{}'",
)
ROUND = (
    *("{}\u2026", "{}...", "{};", "{}’s", "*{}*", "_{}_", "~{}~", "`{}`", "```\n{}\n```", "||{}||"),
    *("> {}", ">> {}", "| {} |", "- {}", "• {}", "1) {}", "({})", "[{}](x)", "<{}|länk>", "{}\x00"),
    *(
        "\x93{}\x94",
        "\u2067{}\u2069",
        "{}\ufe0f",
        "\u180e{}",
        "{}\u2063",
        "{}\u3164",
        "{} 👍",
        "👉{}",
    ),
    *("Koden är – {} – skriv den", "KOD={}", "kod:{}", "Code – {}", "Hej! {}. Mvh Eva", "/{}/"),
)


@pytest.mark.parametrize("wrapper", WRAPPERS)
@pytest.mark.parametrize("number", [0, 12345, 2**40 - 1, 0xD4D4D4D4D4])
def test_a_link_is_found_in_what_a_mail_filter_made_of_it(wrapper: str, number: int) -> None:
    code = some_code(number)

    assert parse_code(WRAPPERS[wrapper](f"{SITE}{code}")) == code


@pytest.mark.parametrize("around", [*QUOTES, *ROUND])
def test_a_code_is_found_in_quotation_marks_and_marks_of_chats(around: str) -> None:
    code = some_code()

    assert parse_code(around.format(code)) == code
    assert parse_code(around.format(f"{SITE}{code}")) == code


@pytest.mark.parametrize("at", range(1, 24))
@pytest.mark.parametrize("end", ["\n", "\r\n> ", "\n>> ", "\n| ", " \n"])
def test_a_link_that_was_broken_over_two_lines_is_whole_again(at: int, end: str) -> None:
    code = some_code()
    written = str(code)

    assert parse_code(f"Svara här: {SITE}{written[:at]}{end}{written[at:]}\nTack!") == code


@pytest.mark.parametrize(
    "gap", [".", "_", "/", " · ", ", ", "\u00a0", "\u2009-\u2009", " | ", "\n"]
)
def test_groups_may_be_parted_in_any_way(gap: str) -> None:
    code = some_code()

    assert parse_code(str(code).replace("-", gap)) == code


def test_digits_and_letters_of_other_alphabets_are_read() -> None:
    code = code_for(KEY, number=0x0C0DE0C0DE, version=3)
    arabic = str(code).translate({ord("0") + n: 0x0660 + n for n in range(10)})
    cyrillic = str(code).translate(str.maketrans("ABEKMHPCTX", "АВЕКМНРСТХ"))  # noqa: RUF001 - meant

    assert arabic != str(code)
    assert cyrillic != str(code)
    assert parse_code(arabic) == code
    assert parse_code(cyrillic.lower()) == code


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_of_two_codes_none_is_guessed_even_if_one_is_wrapped(wrapper: str) -> None:
    one, other = some_code(1), some_code(2)
    text = f"{one} eller {WRAPPERS[wrapper](f'{SITE}{other}')}"

    assert codes_in(text) == {one, other}
    assert parse_code(text) is None


def test_a_number_of_another_kind_is_not_taken_for_a_code() -> None:
    assert parse_code(f"https://feedback.example.se/campaigns/{GUID}/people") is None
    assert parse_code("Ring 019-21 10 00 eller 019-21 10 01.") is None


@settings(deadline=None)
@given(number=numbers, before=st.text(max_size=20), behind=st.text(max_size=20))
def test_a_printed_code_is_found_between_any_two_texts(
    number: int, before: str, behind: str
) -> None:
    code = some_code(number)

    assert code in codes_in(f"{before} {code} {behind}")


@settings(deadline=None)
@given(
    number=numbers,
    wrappers=st.lists(st.sampled_from(sorted(WRAPPERS)[:6]), max_size=2),
    around=st.sampled_from(["{}", *QUOTES, *ROUND]),
    is_small=st.booleans(),
)
def test_a_link_survives_any_chain_of_them(
    number: int, wrappers: list[str], around: str, *, is_small: bool
) -> None:
    code = some_code(number)
    link = f"{SITE}{str(code).lower() if is_small else code}"
    for wrapper in wrappers:
        link = WRAPPERS[wrapper](link)

    assert parse_code(around.format(link)) == code


@pytest.mark.parametrize("around", [*QUOTES, *ROUND, "Kodordet är {}.", "{}\u00a0", "Kodord:\n{}"])
def test_a_code_word_is_found_as_a_code_is(around: str) -> None:
    word = new_code_word()

    assert read_code_word(around.format(word)) == word
    assert read_code_word(around.format(word.replace("-", " – ").capitalize())) == word


@pytest.mark.parametrize(
    "read", ["banuk1-so1are-mid0ta", "banuki-solare-rnidota".replace("rn", "m")]
)
def test_a_code_word_is_read_as_a_scanner_reads_it(read: str) -> None:
    assert read_code_word(read) == "banuki-solare-midota"


def test_of_two_code_words_none_is_guessed() -> None:
    assert read_code_word("banuki-solare-midota, eller lamika-rebido-talona?") is None
    assert read_code_word("banuki-solare-midota! Igen: banuki-solare-midota") is not None
