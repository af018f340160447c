"""Whoever reads Finnish meets no word of Swedish or English, from the list to the receipt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest
from bs4 import BeautifulSoup

from feedback.models import Campaign, State
from surveys.library import find_survey
from tests.feedback.rater.test_code_words import on_paper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from webtest import TestApp

    from tests.factories import OpenCampaign
    from tests.pages import Shown

NAMES: Final = {
    *(
        "Karin",
        "Lund",
        "Rektor",
        "Norra",
        "skolan",
        "Eva",
        "Holm",
        "Hösten",
        "Nämnden",
        "Enkät",
        "enkat",
    ),
    *("Testköpings", "kommun", "Förvaltning", "noreply", "feedback", "example", "localhost"),
    *("https", "BankID", "BankID-tunnistusta", "imy", "WCAG", "IMY", "Digg", "PDF", "axe-core"),
    *("veraPDF", "JavaScript", "PDF-tiedostot", "JavaScriptiä", "7KQ4"),
}
"""What is called the same in every language."""

SPOKEN: Final = ("aria-label", "title", "placeholder", "alt")
WORD: Final = re.compile(r"(?<![{\w])[^\W\d_][\w-]{2,}")


@dataclass
class Reader:
    """Opens each page in Finnish, as the people file says, and in the two other languages."""

    browser: TestApp
    finnish: list[Shown]
    others: list[Shown]

    def get(self, address: str, *, status: int = 200, asks: str = "", **seen: str) -> Shown:
        """Open a page in all three languages; `asks` names the language where no link does."""
        for language in ("sv", "en"):
            other = self._in(address, language)
            self.others.append(self.browser.get(other, status=status, headers=seen))
        page = self.browser.get(self._in(address, asks), status=status, headers=seen)
        self.finnish.append(page)
        return page

    def post(self, address: str, fields: dict[str, str], *, asks: str = "") -> None:
        """Send what is refused to a page in all three languages."""
        for language in ("sv", "en", asks):
            page = self.browser.post(self._in(address, language), fields, status=422)
            (self.finnish if language == asks else self.others).append(page)

    def shared(self) -> dict[str, str]:
        """Return every word that a Finnish page has from the other languages, with its page."""
        foreign = {word.casefold() for page in self.others for word in words_of(page)}
        foreign -= {name.casefold() for name in NAMES}
        return {
            word: page.request.path
            for page in self.finnish
            for word in words_of(page)
            if word.casefold() in foreign
        }

    @staticmethod
    def _in(address: str, language: str) -> str:
        joined = "&" if "?" in address else "?"
        return f"{address}{joined}l={language}" if language else address


def words_of(page: Shown) -> Iterator[str]:
    """Yield the words that are seen or heard on a page; the choice of languages is no text."""
    soup = BeautifulSoup(page.text, "html.parser")
    for aside in soup.select("script, style, .languages > *, [translate=no]"):
        aside.decompose()
    yield from WORD.findall(soup.get_text(" "))
    for tag in soup.select("*"):
        for name, value in tag.attrs.items():
            if name in SPOKEN or (name.startswith("data-") and " " in value):
                yield from WORD.findall(str(value))


@pytest.fixture
def finnish(make_campaign: Callable[..., OpenCampaign]) -> OpenCampaign:
    """Give a campaign on the first survey whose raters all read Finnish."""
    made = make_campaign(language="fi", survey=find_survey("orebro"))
    with made.database.writing() as session:
        campaign = session.get_one(Campaign, made.id)
        campaign.is_rehearsal, campaign.rehearsal_address = True, "hr@example.se"
    return made


@pytest.fixture
def reader(web: TestApp) -> Reader:
    """Give somebody who compares languages."""
    return Reader(web, [], [])


def places(reader: Reader, link: str) -> list[str]:
    """Open a rater's list; return the addresses of its tasks."""
    page = reader.get(link)
    return [str(a["href"]).partition("?")[0] for a in page.html.select(".task a.govuk-button")]


def test_the_way_of_a_rater_is_finnish_up_to_the_receipt(
    reader: Reader, finnish: OpenCampaign
) -> None:
    link = finnish.link_to("anna@example.se")
    [task] = places(reader, link)
    about = task.rpartition("/")[0]
    for step in ("", "/1", "/2", "/3", "/4", "/5", "/look-over"):
        reader.get(task + step)
    reader.get(f"{about}/decline")
    reader.get(f"{about}/wrong")
    reader.post(f"{about}/wrong", {})
    reader.post(f"{task}/submit", {})  # nothing answered yet
    for language, address in {"": "anna", "sv": "bo", "en": "cia"}.items():
        own = reader.browser.get(finnish.link_to(f"{address}@example.se"))
        start = str(own.html.select_one(".task a.govuk-button")["href"])
        form = reader.browser.get(f"{start}/1").forms["answers"]
        form["rating-sak_lugn"] = "3"
        form.submit("go", value="next")
        query = f"?l={language}" if language else ""
        pages = reader.others if language else reader.finnish
        pages.append(reader.browser.post(f"{start}/submit{query}"))
        pages.append(reader.browser.get(f"{start}{query}"))  # already sent

    assert len(reader.finnish) == 14
    assert "Kiitos! Vastauksesi on lähetetty." in reader.finnish[-2]
    assert "HARJOITUS" in reader.finnish[-1]
    assert reader.shared() == {}


def test_a_leader_a_manager_and_whoever_has_a_slip_read_finnish_alone(
    reader: Reader, finnish: OpenCampaign
) -> None:
    on_paper(finnish, "dan@example.se")
    own, conditions = places(reader, finnish.link_to("karin.lund@example.se"))
    [boss] = places(reader, finnish.link_to("per@example.se"))
    listed = reader.browser.get(finnish.link_to("dan@example.se")).follow()
    [slip] = places(reader, listed.request.path_qs)
    for address in (own, f"{own}/1", f"{own}/5", conditions, f"{conditions}/1", boss):
        reader.get(address)
    first = reader.browser.get(f"{slip}/1").follow()
    reader.get(first.request.path_qs)
    form = first.forms["answers"]
    form["rating-sak_lugn"] = "3"
    form.submit("go", value="next")
    reader.get(slip, status=403)  # the code word is asked for
    reader.post(f"{slip}/code-word", {"word": "bana bana"})

    assert "Kirjoita koodisanasi" in reader.finnish[-1]
    assert reader.shared() == {}


def test_pages_beside_the_form_and_refused_links_are_finnish(
    reader: Reader, finnish: OpenCampaign
) -> None:
    link = finnish.link_to("anna@example.se")
    page = reader.browser.get(link)
    for one in page.html.select(".footer a"):
        reader.get(str(one["href"]).partition("?")[0], asks="fi")
        assert str(one["href"]).endswith("?l=fi")
    reader.get("/integritet", asks="fi")
    reader.get("/closed", asks="fi")
    reader.get("/s", asks="fi")
    reader.post("/s", {"code": "A"}, asks="fi")
    # A link that opens nothing says in whose language its rater reads: nobody's but the phone's.
    finnish_phone = {"Accept-Language": "fi-FI,fi;q=0.9,en;q=0.5"}
    reader.get(f"{link}0", status=404, **finnish_phone)
    for state, status in REFUSED.items():
        finnish.set_state(state)
        reader.get(link, status=status, **finnish_phone)

    assert {page.html.html["lang"] for page in reader.finnish} == {"fi"}
    assert reader.shared() == {}


REFUSED: Final = {
    State.LAUNCHING: 409,
    State.CLOSED: 409,
    State.CANCELLED: 410,
    State.LOST: 410,
}
