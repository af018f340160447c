"""A leader's page: nothing before sharing, by any address; the report afterwards."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from pypdf import PdfReader
from sqlalchemy import delete, select
from werkzeug.http import parse_options_header
from werkzeug.routing import AnyConverter

from feedback.models import AuditEntry, Campaign, State, StoredRelease
from reports.release.model import Comments
from reports.release.reading import read_release
from tests.feedback.world import KARIN, MAJA, form_to

if TYPE_CHECKING:
    from webtest import TestApp
    from werkzeug.routing import Rule

    from tests.feedback.world import World

SHARED_ONLY = ("Ord från plats", "<svg", "Summary", "report.en.pdf")


def test_before_sharing_nothing_of_the_release_reaches_the_leader_by_any_address(
    world: World,
) -> None:
    world.share_with_coach(world.karin)
    browser = world.sign_in(KARIN)

    answers = [browser.get(path, status="*") for path in _all_addresses(world)]

    assert max(answer.status_int for answer in answers) < 500
    leaked = [
        (answer.request.path, words)
        for answer in answers
        for words in SHARED_ONLY
        if words in _text(answer)
    ]
    made = {answer.request.path for answer in answers if answer.body.startswith(b"%PDF")}
    assert leaked == []
    assert made == {f"/campaigns/{world.campaign}/handouts/card.sv.pdf"}


def test_after_sharing_the_same_addresses_hold_it(world: World) -> None:
    # The counterpart of the test above: without it, that one could not fail.
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)

    answers = [browser.get(path, status="*") for path in _all_addresses(world)]

    found = {words for answer in answers for words in SHARED_ONLY if words in _text(answer)}
    assert found == set(SHARED_ONLY)
    made = {answer.request.path for answer in answers if answer.body.startswith(b"%PDF")}
    assert f"/my-reports/{world.karin}/report.sv.pdf" in made


def test_the_index_says_how_far_each_campaign_has_come(world: World) -> None:
    browser = world.sign_in(KARIN)

    before = browser.get("/my-reports/")
    world.share_with_leader(world.karin)
    after = browser.get("/my-reports/")

    assert "Maja Berg shares the report with you" in before
    assert "Shared with you on" in after


def test_once_the_campaign_is_erased_there_is_nothing_to_open(world: World) -> None:
    world.share_with_leader(world.karin)
    with world.database.writing() as session:
        session.execute(delete(StoredRelease))
        session.get_one(Campaign, world.campaign).state = State.ERASED
    leader, coach = world.sign_in(KARIN), world.sign_in(MAJA)

    leader.get(f"/my-reports/{world.karin}", status=404)
    coach.get(f"/coach/{world.karin}/comments", status=404)

    assert "This campaign is erased." in leader.get("/my-reports/")
    assert "There is no report" in coach.get(f"/coach/{world.karin}")


def test_after_the_leader_ended_it_nothing_reaches_the_coach_by_any_address(world: World) -> None:
    world.share_with_leader(world.karin)
    leader, coach = world.sign_in(KARIN), world.sign_in(MAJA)
    coach.get(f"/coach/{world.karin}")

    asked = leader.get(f"/my-reports/{world.karin}").click("End my coach's access")
    page = form_to(asked, f"/my-reports/{world.karin}/coach").submit().follow()
    answers = [coach.get(path, status="*") for path in _all_addresses(world)]

    assert "Only you. Organisers" in page
    found = {
        (answer.request.path, words)
        for answer in answers
        for words in ("Karin Lund", *SHARED_ONLY)
        if words in _text(answer)
    }
    # The page of the genuine mail shows anybody an example, which names a Karin Lund too.
    assert found == {("/akta", "Karin Lund")}
    assert "Karin Lund" in world.browser().get("/akta")
    assert [answer.request.path for answer in answers if answer.body.startswith(b"%PDF")] == []
    coach.get(f"/coach/{world.karin}", status=404)
    with world.database.reading() as session:
        assert session.scalars(
            select(AuditEntry.action).where(AuditEntry.actor == KARIN)
        ).all() == ["end coach access"]


def test_comments_stay_closed_until_one_chooses_to_open_them(world: World) -> None:
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)

    report = browser.get(f"/my-reports/{world.karin}")
    comments = report.click("Read the comments")

    assert "Ord från plats" not in report
    assert "Ord från plats" in comments


def test_where_too_few_wrote_the_page_says_so_and_offers_nothing_to_read(world: World) -> None:
    with world.database.writing() as session:
        stored = session.get_one(StoredRelease, world.karin)
        release = read_release(stored.content)
        empty = replace(release, comments=Comments(others=(), self_=(), identified=()))
        stored.content, stored.comments_hash = empty.to_json(), empty.comments_hash
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)

    report = browser.get(f"/my-reports/{world.karin}")
    comments = browser.get(f"/my-reports/{world.karin}/comments")

    for page in (report, comments):
        assert "so no comments of theirs are shown" in page
    assert "Read the comments" not in report
    assert "stand word for word" not in report
    assert "can become a goal" not in comments


def test_the_summary_comes_first_and_open_and_everything_else_folds(world: World) -> None:
    world.share_with_leader(world.karin)

    page = world.sign_in(KARIN).get(f"/my-reports/{world.karin}")

    chapters = page.html.select("details[data-chapter]")
    titles = [one.select_one("h2").text for one in chapters]
    assert titles[0] == "Summary"
    assert [one.select_one("h2").text for one in chapters if one.has_attr("open")] == titles[:1]
    linked = {link["href"].removeprefix("#") for link in page.html.select(".contents a")}
    # A browser opens what a link leads into, not what it leads to.
    assert linked - {"comments"} <= {one.select_one(".chapter__body")["id"] for one in chapters}


def test_a_folded_trait_says_how_many_of_its_statements_are_marked(world: World) -> None:
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)
    form = form_to(browser.get(f"/my-reports/{world.karin}"), f"/my-reports/{world.karin}/marks")
    first, second, *_ = (name for name in form.fields if name and name.startswith("mark-"))
    form[first], form[second] = "proud", "focus"

    answer = form.submit()
    page = answer.follow()

    opened = page.html.select_one(f"#{answer.location.partition('#')[2]}")
    assert "2 marks" in opened.parent.select_one("summary").text
    assert page.text.count("2 marks") == 1


def test_the_page_says_who_can_open_the_report_and_shows_its_hash(world: World) -> None:
    world.share_with_leader(world.karin)

    page = world.sign_in(KARIN).get(f"/my-reports/{world.karin}")

    with world.database.reading() as session:
        stored = session.get_one(StoredRelease, world.karin)
    assert "Only you and Maja Berg (maja.berg@example.se), your coach" in page
    assert stored.figures_hash in page
    assert stored.comments_hash in page


def test_the_pdf_comes_in_both_languages_and_is_kept_by_nobody(world: World) -> None:
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)

    files = {
        language: browser.get(f"/my-reports/{world.karin}/report.{language}.pdf")
        for language in ("sv", "en")
    }

    assert {file.headers["Cache-Control"] for file in files.values()} == {"no-store"}
    _, named = parse_options_header(files["sv"].headers["Content-Disposition"])
    assert named["filename"] == "Återkoppling Karin Lund, Hösten 2026.pdf"
    assert "Säker" in _pdf_text(files["sv"].body)
    assert "Secure" in _pdf_text(files["en"].body)


def test_a_button_leads_to_the_summary_by_itself(world: World) -> None:
    world.share_with_leader(world.karin)
    page = world.sign_in(KARIN, language="sv").get(f"/my-reports/{world.karin}")

    answer = page.click(href=r"summary\.sv\.pdf")

    assert len(PdfReader(io.BytesIO(answer.body)).pages) == 2
    assert "Sammanfattning" in answer.headers["Content-Disposition"]


def test_the_web_page_and_the_pdf_say_the_same_figures(world: World) -> None:
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN, language="sv")

    page = browser.get(f"/my-reports/{world.karin}")
    pdf = _pdf_text(browser.get(f"/my-reports/{world.karin}/report.sv.pdf").body)

    cells = [cell.get_text(" ", strip=True) for cell in page.html.select("#profile td")]
    figures = {word for cell in cells for word in cell.split() if word[0].isdigit()}
    assert len(figures) > 5
    assert {figure for figure in figures if figure not in pdf} == set()
    # What has to be known to read them stands on both.
    how = ["".join(line.get_text().split()) for line in page.html.select("#reading li")]
    assert len(how) >= 3
    assert {line for line in how if line not in "".join(pdf.split())} == set()


def test_the_page_is_written_in_the_language_chosen(world: World) -> None:
    world.share_with_leader(world.karin)

    swedish = world.sign_in(KARIN, language="sv").get(f"/my-reports/{world.karin}")
    english = world.sign_in(KARIN, language="en").get(f"/my-reports/{world.karin}")

    assert "det här är inget betyg" in swedish
    assert swedish.html.html["lang"] == "sv"
    assert "this is no grade" in english
    assert english.html.html["lang"] == "en"


def _all_addresses(world: World) -> list[str]:
    """Return every address of the application that can be built for this leader."""
    urls = world.app.url_map.bind("feedback.example.se")
    values = {
        "subject_id": world.karin,
        "campaign_id": world.campaign,
        "subject": world.karin,
        "language": "sv",
        "act": "close",
        "code": world.rater_link.removeprefix("/s/"),
        "part": "response",
        "number": 1,
        "filename": "staff.css",
    }
    return [
        # An id of whatever else there is: this leader's own comes nearest to a good guess.
        urls.build(
            rule.endpoint,
            {name: _fitting(rule, name, values.get(name, world.karin)) for name in rule.arguments},
            method="GET",
        )
        for rule in world.app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
    ]


def _fitting(rule: Rule, name: str, value: object) -> object:
    """Return a value for a part of an address, one of its choices where it has some."""
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter) and value not in converter.items:
        return min(converter.items)
    return value


def _text(answer: TestApp) -> str:
    return "" if answer.body.startswith(b"%PDF") else str(answer.text)


def _pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_page_has_the_sections_of_the_pdf_but_for_the_comments(world: World) -> None:
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)

    page = browser.get(f"/my-reports/{world.karin}")

    keys = [section["id"] for section in page.html.select(".chapter__body")]
    keys = [key for key in keys if key not in {"answered", "reading"}]  # the page's own words
    named = [link["href"] for link in page.html.select(".contents a")]
    assert keys[:5] == ["summary", "profile", "map", "ranking", "trait-saker"]
    assert keys[-2:] == ["method", "values"]
    assert sorted(named) == sorted([*(f"#{key}" for key in keys), "#comments"])
    assert "Ord från plats" not in page.text


def test_every_chart_of_the_page_is_named_and_described_by_its_own_words(world: World) -> None:
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)

    charts = browser.get(f"/my-reports/{world.karin}").html.select("svg[role=img]")

    ids = [one["id"] for chart in charts for one in chart.select("title, desc")]
    assert len(charts) >= 4
    assert len(ids) == len(set(ids))
    for chart in charts:
        assert chart["aria-labelledby"].split() == [
            one["id"] for one in chart.select("title, desc")
        ]
