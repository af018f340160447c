"""Letters, slips and the card as documents: valid, in reading order, with codes that open."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from feedback.handouts import KINDS, card_of, card_pdf, drawn
from feedback.operations.campaigns.purposes import DEVELOPMENT
from feedback.operations.handouts import AskedAbout, Asker, Handout, in_boxes
from tests.factories import small_survey
from tests.reports.pdf.reading import Node, read
from tests.reports.pdf.verapdf import PDF_A, PDF_UA, faults

if TYPE_CHECKING:
    from collections.abc import Iterator

PROFILES = (PDF_UA, PDF_A)
SURVEY = small_survey()
ASKER = Asker(
    organisation="Testköpings kommun",
    campaign="Hösten 2026",
    survey=SURVEY,
    purpose="Att chefen ska utvecklas.",
    k=4,
    last_day=date(2026, 12, 4),
    minutes=9,
    contact_name="Eva Holm",
    contact_phone="019-21 10 10",
    contact_email="eva.holm@example.se",
    base_url="https://feedback.example.se",
)
PAGE_WIDTH = 595.28
LONG = "Karl-Gustaf Maximilian von Ahlefeldt-Silfverstolpe af Norra Skaraborg"


def about(name: str, group: str = "team") -> AskedAbout:
    return AskedAbout(name, "Rektor, Norra skolan", SURVEY.group(group))


def handout(number: int, *leaders: AskedAbout, name: str = "", language: str = "sv") -> Handout:
    link = f"https://feedback.example.se/s/ABCD-EFGH-JKMN-PQRS-{number:04}"
    return Handout(name, language, link, leaders or (about("Karin Lund"),))


NAMED = (
    handout(1, name="Anna Berg"),
    handout(2, about("Karin Lund"), about("Olle Sand", "peer"), name="Bo Ek", language="en"),
    handout(3, about("Karin Lund", "manager"), name="Per Holm"),
    handout(4, name="Amina Warsame", language="sv-simple"),
    handout(5, *(about(f"{LONG} {number}") for number in range(12)), name=LONG),
    handout(6, about(LONG), name="أمينة ورسمة 😀 =1+1"),
)
DRAWN = tuple(handout(number) for number in range(10, 20))
ALL = (*NAMED, *DRAWN)


@pytest.mark.parametrize("kind", ["letter", "slip"])
@pytest.mark.parametrize("language", [None, "en", "fi", "ar"])
def test_what_is_printed_conforms_to_pdf_ua_and_pdf_a(kind: str, language: str | None) -> None:
    document = drawn(KINDS[kind], ALL, ASKER, language=language)

    assert [faults(document, profile) for profile in PROFILES] == [[], []]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_card_conforms_to_pdf_ua_and_pdf_a(language: str) -> None:
    document = card_pdf(ASKER, language)

    assert [faults(document, profile) for profile in PROFILES] == [[], []]


@pytest.mark.parametrize("kind", ["letter", "slip"])
def test_each_qr_code_on_paper_opens_its_raters_link(kind: str) -> None:
    document = drawn(KINDS[kind], ALL, ASKER)

    seen = [code for page in photographed(document) for code in page]

    assert sorted(seen) == sorted(one.link for one in ALL)


def test_there_are_eight_slips_a_page_and_boxes_are_parted() -> None:
    document = drawn(KINDS["slip"], ALL, ASKER)

    assert [len(page) for page in photographed(document)] == [6, 8, 2]


@pytest.mark.parametrize("kind", ["letter", "slip"])
def test_paper_from_the_right_is_the_mirror_image(kind: str) -> None:
    width = PAGE_WIDTH if kind == "letter" else PAGE_WIDTH / 2
    swedish, arabic = (
        drawn(KINDS[kind], [handout(1, language=language)], ASKER) for language in ("sv", "ar")
    )

    for place in (place_of_code, place_of_address):
        left, right = place(swedish)
        # The address may be set a little smaller, so only the edge where its line begins counts.
        assert place(arabic)[1] == pytest.approx(width - left, abs=2)
        assert right < width


def test_each_letter_begins_a_page() -> None:
    document = drawn(KINDS["letter"], (*NAMED[:4], *DRAWN), ASKER)

    assert [len(page) for page in photographed(document)] == [1] * 14


@pytest.mark.parametrize("kind", ["letter", "slip"])
def test_each_rater_reads_their_own_language_and_is_heard_in_it(kind: str) -> None:
    document = drawn(KINDS[kind], NAMED, ASKER)
    sections = read(document).find("Sect")

    assert languages(document)[:4] == ["sv-SE", "en-GB", "sv-SE", "sv-SE"]
    swedish, english, _, simple, *_ = (section.all_text for section in sections)
    assert "Hur är det att arbeta med Karin" in swedish
    assert "2 leaders want to know what you think" in english
    assert "Vad tycker du om Karin" in simple


def test_a_box_of_two_languages_is_drawn_from_as_two() -> None:
    mixed = [handout(n, language=("sv", "fi")[n % 2]) for n in range(6)]

    boxes = in_boxes(mixed)

    assert [[one.language for one in box] for box in boxes] == [["sv"] * 3, ["fi"] * 3]


def test_one_language_for_all_may_be_asked_for() -> None:
    text = read(drawn(KINDS["slip"], ALL, ASKER, language="en")).all_text

    assert "Svara" not in text
    assert text.count("What is it like to work with") == len(ALL) - 2


def test_a_letter_is_heard_in_this_order() -> None:
    [letter] = read(drawn(KINDS["letter"], NAMED[:1], ASKER)).find("Sect")

    heard = [(node.role, " ".join(node.all_text.split())) for node in letter.below]

    assert heard[:2] == [
        ("P", "Till Anna Berg"),
        ("H1", "Hur är det att arbeta med Karin Lund?"),
    ]
    assert [role for role, _ in heard] == [
        *("P", "H1", "P", "L", "P"),
        *("Figure", "P", "P", "P", "P"),
        *("H2", "L", "H2", "P", "P"),
    ]
    assert heard[8] == ("P", "feedback.example.se/s ABCD-EFGH-JKMN-PQRS-0001")
    assert heard[9][1].startswith("Koden är bara din.")
    assert "Skriv upp kodordet som visas på sidan, tre ord i rad: utan det" in heard[9][1]
    promise = heard[11][1]
    assert "Det är frivilligt." in promise
    assert "svar från minst 3 andra" in promise
    assert "Bara Karin Lund och coachen kan öppna rapporten." in promise
    assert "fredag 4 december" in heard[4][1]
    assert heard[-1][1].startswith("Frågor? Eva Holm, 019-21 10 10. Vi frågar aldrig")


def test_a_slip_is_heard_in_this_order() -> None:
    [slip] = read(drawn(KINDS["slip"], NAMED[:1], ASKER)).find("Sect")

    heard = [(node.role, " ".join(node.all_text.split())) for node in slip.below]

    assert [role for role, _ in heard] == ["P", "H1", "P", "P", "Figure", "P", "P"]
    assert heard[0][1] == "Testköpings kommun · Till Anna Berg"
    assert heard[-2][1] == "feedback.example.se/s ABCD-EFGH-JKMN-PQRS-0001"
    assert heard[-1][1] == (
        "Skriv upp kodordet som visas på sidan, tre ord i rad: utan det får du börja om nästa gång "
        "eller på en annan mobil. Frivilligt och konfidentiellt: dina svar visas bara ihop med "
        "minst 3 andras. Frågor? Eva Holm, 019-21 10 10."
    )


def test_a_drawn_code_names_its_box_and_nobody() -> None:
    [slip] = read(drawn(KINDS["slip"], DRAWN[:1], ASKER)).find("Sect")
    [letter] = read(drawn(KINDS["letter"], DRAWN[:1], ASKER)).find("Sect")

    assert slip.below[0].all_text == "Testköpings kommun · Medarbetare"
    assert letter.below[0].all_text == "Testköpings kommun"
    assert "Ingen vet vem som har fått vilken kod." in letter.all_text


def test_who_is_shown_by_role_is_told_so_on_paper() -> None:
    manager = handout(1, about("Karin Lund", "manager"), name="Per Holm")
    [letter] = read(drawn(KINDS["letter"], [manager], ASKER)).find("Sect")
    [slip] = read(drawn(KINDS["slip"], [manager], ASKER)).find("Sect")

    text = " ".join(letter.all_text.split())
    assert "Du svarar som närmaste chef. Dina svar visas för Karin Lund som dina." in text
    assert "Ingen får se vad just du svarar" not in text
    assert "konfidentiellt" not in slip.all_text


def test_no_words_are_drawn_over_others_whatever_names_are_like() -> None:
    long = [handout(number, about(f"{LONG} {LONG}"), name=LONG) for number in range(8)]

    places = words_and_places(drawn(KINDS["slip"], long, ASKER))

    height, width = 841.89 / 4, 595.28 / 2
    assert len(places) > 8
    for left, bottom, right, top in places:
        assert left // width == right // width
        assert bottom // height == top // height
    assert not [pair for pair in combinations(places, 2) if overlap(*pair)]


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("sv", ("Varför", "frivilligt", "minst 4 svar", "fredag 4 december", "närmaste chef")),
        ("en", ("Why", "voluntary", "at least 4 answers", "Friday 4 December", "manager")),
    ],
)
def test_the_card_says_all_that_people_must_know(language: str, says: tuple[str, ...]) -> None:
    document = read(card_pdf(ASKER, language))
    text = " ".join(document.all_text.split())

    assert [node.role for node in headings(document)] == ["H1", *["H2"] * 6]
    for words in (*says, "Att chefen ska utvecklas.", "Eva Holm, 019-21 10 10"):
        assert words in text


def test_the_page_and_the_pdf_of_the_card_say_the_same() -> None:
    card = card_of(ASKER, "sv")
    text = " ".join(read(card_pdf(ASKER, "sv")).all_text.split())

    assert all(sentence in text for part in card.parts for sentence in part.sentences)


def test_equal_handouts_give_equal_bytes() -> None:
    assert [drawn(KINDS[kind], ALL, ASKER) for kind in KINDS] == [
        drawn(KINDS[kind], ALL, ASKER) for kind in KINDS
    ]


def test_the_list_for_sms_leaves_numbers_to_the_organiser() -> None:
    rows = sms_rows(drawn(KINDS["sms"], ALL, ASKER))

    assert rows[0] == ["Namn", "Telefonnummer", "Om", "Text"]
    assert [row[1] for row in rows[1:]] == [""] * len(ALL)
    assert rows[1][0] == "Anna Berg"
    assert rows[7][2] == "Karin Lund, Medarbetare"
    assert rows[1][3] == (
        "Testköpings kommun undrar: Hur är det att arbeta med Karin Lund? Svara senast "
        "4 december, ca 9 min: https://feedback.example.se/s/ABCD-EFGH-JKMN-PQRS-0001 "
        "Frivilligt. Frågor: 019-21 10 10"
    )


def test_a_message_needs_two_sms_at_most_and_their_plain_alphabet() -> None:
    rows = sms_rows(drawn(KINDS["sms"], (*NAMED[:4], *DRAWN), ASKER))

    for *_, text in rows[1:]:
        assert len(text) <= 306
        assert set(text) <= GSM_7


def test_no_name_becomes_a_formula() -> None:
    rows = sms_rows(drawn(KINDS["sms"], [handout(1, name='=HYPERLINK("x")')], ASKER))

    assert rows[1][0] == '\'=HYPERLINK("x")'


def test_our_own_purpose_is_read_in_ones_language_and_what_somebody_wrote_as_it_stands() -> None:
    ours, theirs = replace(ASKER, purpose=DEVELOPMENT), ASKER
    finnish = handout(1, language="fi")

    texts = [read(drawn(KINDS["letter"], [finnish], asker)).all_text for asker in (ours, theirs)]

    assert "Tarkoitus: Johtamisen kehittäminen, ei palkka" in texts[0]
    assert "Tarkoitus: Att chefen ska utvecklas." in texts[1]


def test_an_empty_list_of_contacts_leaves_no_gap() -> None:
    bare = replace(ASKER, contact_phone="", contact_email="")

    text = read(drawn(KINDS["slip"], NAMED[:1], bare)).all_text

    assert "Frågor? Eva Holm." in text


GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


def photographed(document: bytes) -> Iterator[list[str]]:
    """Yield what a camera reads from each page, as drawn at 150 dots an inch."""
    pdf = pypdfium2.PdfDocument(document)
    for page in pdf:
        picture = page.render(scale=150 / 72).to_numpy()
        yield [code.text for code in zxingcpp.read_barcodes(picture)]
    pdf.close()


def languages(document: bytes) -> list[str]:
    """Return the language that a screen reader speaks each section in."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        sections = pdf.Root.StructTreeRoot.K[0].K
        return [str(section.Lang) for section in sections]


def words_and_places(document: bytes) -> list[tuple[float, float, float, float]]:
    """Return the box of each run of text on the first page: left, bottom, right, top."""
    pdf = pypdfium2.PdfDocument(document)
    page = pdf[0].get_textpage()
    boxes = [page.get_rect(number) for number in range(page.count_rects())]
    pdf.close()
    return boxes


def place_of_code(document: bytes) -> tuple[float, float]:
    """Return where the first page's only code stands: left and right."""
    with pypdfium2.PdfDocument(document) as pdf:
        [code] = zxingcpp.read_barcodes(pdf[0].render(scale=150 / 72).to_numpy())
    corners = code.position
    return corners.top_left.x * 72 / 150, corners.top_right.x * 72 / 150


def place_of_address(document: bytes) -> tuple[float, float]:
    """Return where the address to type stands on the first page: left and right."""
    with pypdfium2.PdfDocument(document) as pdf:
        page = pdf[0].get_textpage()
        boxes = [page.get_rect(number) for number in range(page.count_rects())]
        [(left, _, right, _)] = [
            box for box in boxes if page.get_text_bounded(*box).strip() == "feedback.example.se/s"
        ]
    return left, right


def overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    """Tell whether two boxes share more than a hair."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    upwards = min(one[3], other[3]) - max(one[1], other[1])
    return across > 1 and upwards > 1


def headings(document: Node) -> list[Node]:
    """Return all headings in reading order."""
    here = [document] if document.role in {"H1", "H2", "H3"} else []
    return here + [found for node in document.below for found in headings(node)]


def sms_rows(content: bytes) -> list[list[str]]:
    """Read the list as a spreadsheet does."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
