"""The desk: my leaders by the date of the talk, side by side, and one to practise with."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from feedback.coach import heatmap
from feedback.coach.desk import desk_of
from feedback.coach.heatmap import heat_map
from feedback.coach.practice import practice_material
from feedback.models import Person, Subject, Withholding
from feedback.requests.sessions import settings_of
from reports.shown.standing import ReportStanding
from tests.factories import person
from tests.feedback.world import MAJA, NOW

if TYPE_CHECKING:
    from tests.feedback.world import World

ZONE: Final = ZoneInfo("Europe/Stockholm")
MONDAY: Final = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_HAS_ALL: Final = ReportStanding(
    has_self=True, has_others=True, is_divided=False, has_comments=True
)
_EMPTY: Final = ReportStanding(
    has_self=False, has_others=False, is_divided=False, has_comments=False
)


def test_what_there_is_to_do_stands_first_then_talks_to_come_then_the_past(world: World) -> None:
    subjects = _subjects(world, {"Karin Lund": MONDAY + 3 * DAY, "Sara Holm": MONDAY - 7 * DAY})

    desk = desk_of(subjects, {}, now=MONDAY, today=MONDAY.date(), zone=ZONE)

    names = [row.subject.person.name for row in desk.rows]
    assert names == ["Olle Ek", "Karin Lund", "Sara Holm"]
    assert (desk.talks_this_week, desk.without_date) == (1, 1)


def test_only_talks_that_are_left_this_week_are_counted(world: World) -> None:
    at = {
        "Karin Lund": MONDAY - HOUR,  # has been, today
        "Olle Ek": MONDAY + 6 * DAY,  # Sunday
        "Sara Holm": MONDAY + 7 * DAY,  # next Monday
    }

    desk = desk_of(_subjects(world, at), {}, now=MONDAY, today=MONDAY.date(), zone=ZONE)

    assert (desk.talks_this_week, desk.without_date) == (1, 0)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "set date"),
        ({"talk_at": MONDAY + DAY}, "wait"),
        ({"talk_at": MONDAY + DAY, "shared_with_coach_at": NOW}, "look through"),
        (
            {"talk_at": MONDAY + DAY, "shared_with_coach_at": NOW, "comments_read_at": NOW},
            "share",
        ),
        (
            {
                "talk_at": MONDAY + DAY,
                "shared_with_coach_at": NOW,
                "comments_read_at": NOW,
                "shared_with_leader_at": NOW,
            },
            "talk",
        ),
        (
            {"talk_at": MONDAY - DAY, "shared_with_coach_at": NOW, "shared_with_leader_at": NOW},
            "follow up",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_desk_says_what_comes_next(world: World, facts: dict[str, Any], expected: str) -> None:
    (subject,) = [one for one in _subjects(world, {}) if one.person.name == "Karin Lund"]
    for name, value in facts.items():
        setattr(subject, name, value)

    found = {subject.id: _HAS_ALL} if subject.shared_with_coach_at else {}

    (row,) = desk_of([subject], found, now=MONDAY, today=MONDAY.date(), zone=ZONE).rows

    assert row.next == expected


def test_what_is_to_do_today_is_what_only_the_coach_can_do(world: World) -> None:
    at = dict.fromkeys(("Karin Lund", "Olle Ek", "Sara Holm"), MONDAY + 9 * DAY)
    karin, olle, sara = sorted(_subjects(world, at), key=lambda one: one.person.name)
    for one in (karin, olle, sara):
        one.shared_with_coach_at = NOW
    sara.comments_read_at = NOW
    found = {
        karin.id: _HAS_ALL,  # comments to look through
        olle.id: _EMPTY,  # nothing to look through
        sara.id: replace(_HAS_ALL, is_divided=True),  # looked through
    }

    desk = desk_of([olle, sara, karin], found, now=MONDAY, today=MONDAY.date(), zone=ZONE)

    assert [(row.subject.person.name, row.next) for row in desk.rows] == [
        ("Karin Lund", "look through"),
        ("Olle Ek", "share"),
        ("Sara Holm", "share"),
    ]
    assert [row.is_for_today for row in desk.rows] == [True, False, False]
    assert [row.lacks_others for row in desk.rows] == [False, True, False]
    assert [row.lacks_own for row in desk.rows] == [False, True, False]
    assert [row.is_divided for row in desk.rows] == [False, False, True]


def test_the_desk_sums_up_in_one_line(world: World) -> None:
    page = world.sign_in(MAJA, language="sv").get("/coach/")

    said = " ".join(page.html.get_text().split())
    assert "1 sak att göra i dag. Inget samtal den här veckan, 1 utan datum." in said


def test_fewer_than_five_leaders_never_stand_side_by_side(world: World) -> None:
    _coach_everybody(world)

    page = world.sign_in(MAJA).get("/coach/side-by-side")

    assert "At least 5 of your leaders" in page
    assert "<table" not in page.text


def test_enough_leaders_stand_side_by_side_by_name_with_figures(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heatmap, "LEAST_LEADERS", 3)
    _coach_everybody(world)
    browser = world.sign_in(MAJA)

    page = browser.get("/coach/").click("My leaders side by side")

    rows = page.html.select("tbody tr")
    names = [row.select_one("th a").get_text() for row in rows]
    figures = [cell.get_text() for row in rows for cell in row.select("td")]
    assert names == sorted(names)
    assert len(names) == 3
    assert all(figure.strip("*").replace(".", "").isdigit() for figure in figures)
    assert not page.html.select("main a[download], main a[href$='.csv'], main a[href$='.pdf']")


def test_hundreds_of_leaders_stand_side_by_side_a_page_at_a_time(world: World) -> None:
    with world.app.test_request_context():
        material = practice_material()
    group = [_named(f"Anna {number:03}") for number in range(120)]

    def read(subjects: Any) -> Any:  # noqa: ANN401 - stand-ins
        assert len(subjects) <= 50, "each costs the reading of a whole report"
        return [(one, material) for one in subjects]

    first, last = (heat_map(material, group, read, {"page": page}) for page in ("1", "3"))

    assert [subject.person.name for subject, _ in first.rows] == [f"Anna {n:03}" for n in range(50)]
    assert [subject.person.name for subject, _ in last.rows][-1] == "Anna 119"
    assert [link.number for link in first.leaders.pages] == [1, 2, 3]


def test_one_finds_the_other_pages_of_leaders_side_by_side(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heatmap, "LEAST_LEADERS", 3)
    monkeypatch.setattr(heatmap, "PAGE_SIZE", 2)
    _coach_everybody(world)
    page = world.sign_in(MAJA).get("/coach/side-by-side")
    assert len(page.html.select("tbody tr")) == 2

    page = page.click("2", href="page=2")

    assert len(page.html.select("tbody tr")) == 1


def test_the_other_pages_show_the_same_view(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heatmap, "LEAST_LEADERS", 3)
    monkeypatch.setattr(heatmap, "PAGE_SIZE", 2)
    _coach_everybody(world)

    page = world.sign_in(MAJA).get("/coach/side-by-side?show=gap").click("2", href="page=2")

    assert page.html.select_one(".chips [aria-current]").get_text() == "Gap"


def test_leaders_of_another_wording_stand_apart(world: World) -> None:
    with world.app.test_request_context():
        material = practice_material()
    other = replace(material.release.figures, wording=("x",) * len(material.release.figures.items))
    strange = replace(material, release=replace(material.release, figures=other))
    asked = {UUID(int=1): material, UUID(int=2): strange, UUID(int=3): material}
    leaders = [_named("A", 1)] * 3 + [_named("B", 2)] * 4 + [_named("C", 3)] * 2

    groups = heatmap._comparable(
        leaders, lambda some: [(one, asked[one.campaign_id]) for one in some]
    )

    assert [len(group) for _, group in groups] == [5]


def test_what_lies_within_its_margin_stands_out_in_no_view(world: World) -> None:
    with world.app.test_request_context():
        material = practice_material()
    scores = [trait.others for trait in material.profile.traits if trait.others]
    own_mean = sum(float(score.exact) for score in scores) / len(scores)

    shown = {view: _cells(material, view) for view in ("level", "gap", "change")}

    for cell, score in zip(shown["level"], scores, strict=True):
        beyond = abs(float(score.exact) - own_mean) > (score.margin95 or 0)
        assert (cell.stands_out == "even") is not beyond
    ways = {"higher": "more", "lower": "less", "similar": "even"}
    gaps = [trait.gap for trait in material.profile.traits if trait.gap]
    assert [cell.stands_out for cell in shown["gap"]] == [ways[gap.verdict] for gap in gaps]
    changes = [trait.change for trait in material.profile.traits]
    ways = {"improved": "more", "lower": "less", "no_clear_change": "even"}
    assert [cell.stands_out for cell in shown["change"]] == [
        ways[one.direction] if one else "" for one in changes
    ]


def test_a_trait_far_from_the_leaders_other_traits_stands_out(world: World) -> None:
    with world.app.test_request_context():
        material = practice_material()
    figures = material.release.figures
    low = {item for item, key in enumerate(figures.items) if key in figures.traits[0][1]}
    others = tuple(
        replace(cell, sum=cell.n if item in low else cell.n * figures.scale[1], at_most=False)
        if cell
        else None
        for item, cell in enumerate(figures.others)
    )
    changed = replace(
        material, release=replace(material.release, figures=replace(figures, others=others))
    )

    first, *rest = _cells(changed, "level")

    assert first.stands_out == "less"
    assert {cell.stands_out for cell in rest} == {"more"}


def test_without_figures_nothing_stands_out_in_any_view(world: World) -> None:
    with world.app.test_request_context():
        material = practice_material()
    nobody = replace(material.release.figures, others=(None,) * len(material.release.figures.items))
    empty = replace(material, release=replace(material.release, figures=nobody))

    cells = [cell for view in ("level", "gap", "change") for cell in _cells(empty, view)]

    assert {(cell.shown, cell.stands_out) for cell in cells} == {("–", "")}


def test_the_page_shows_level_gap_or_change(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heatmap, "LEAST_LEADERS", 3)
    _coach_everybody(world)
    level = world.sign_in(MAJA).get("/coach/side-by-side")

    gap = level.click("^Gap$")
    change, strange = (level.goto(f"/coach/side-by-side?show={one}") for one in ("change", "x"))

    assert "less that of others" in gap
    assert "the campaign before" in change
    assert "stand out from the leader's own other traits" in strange
    assert [page.html.select_one(".chips [aria-current]").get_text() for page in (level, gap)] == [
        "Level",
        "Gap",
    ]


def _cells(material: Any, view: str) -> Any:  # noqa: ANN401 - a material of any kind; cells
    anna = _named("Anna")
    found = heat_map(
        material, [anna], lambda shown: [(one, material) for one in shown], {"show": view}
    )
    ((_, cells),) = found.rows
    return cells


def test_every_practice_page_says_that_it_is_practice(world: World) -> None:
    browser = world.sign_in(MAJA, language="sv")
    pages = [
        browser.get(f"/coach/practice{part}")
        for part in ("", "/comments", "/guide", "/notes", "/plan")
    ]

    assert all("ÖVNING" in page and "påhittad" in page for page in pages)
    for name in ("report.pdf", "guide.pdf"):
        reader = PdfReader(io.BytesIO(browser.get(f"/coach/practice/{name}").body))
        assert "ÖVNING" in "".join(page.extract_text() for page in reader.pages), name


def test_practising_keeps_nothing(world: World) -> None:
    page = world.sign_in(MAJA).get("/coach/practice/notes")

    assert not page.html.select("main form")
    with world.database.reading() as session:
        assert session.scalars(select(Withholding)).all() == []


def test_a_serious_comment_leads_to_the_organisations_own_instruction(world: World) -> None:
    world.share_with_coach(world.karin)
    browser = world.sign_in(MAJA)
    settings = settings_of(world.app)
    alone = browser.get(f"/coach/{world.karin}/comments").click("must be dealt with")

    settings.serious_matters_text = "Ring personaljouren.\n\nDygnet runt."
    settings.serious_matters_url = "https://intranet.example.se/jour"
    told = browser.get(f"/coach/{world.karin}/serious")

    assert "Eva Holm" in alone
    assert "Ring personaljouren." in told
    assert "Eva Holm" not in told
    assert told.html.select_one("a[href='https://intranet.example.se/jour']")


def test_headings_sort_traits_and_items_and_say_so(world: World) -> None:
    world.share_with_coach(world.karin)
    browser = world.sign_in(MAJA)
    first = browser.get(f"/coach/{world.karin}")

    down = first.click("^Self", index=1)
    up = down.click("^Self", index=1)

    assert not first.html.select("[aria-sort]")
    assert [one["aria-sort"] for one in down.html.select("[aria-sort]")] == ["descending"] * 2
    assert [one["aria-sort"] for one in up.html.select("[aria-sort]")] == ["ascending"] * 2
    assert _own(down) == sorted(_own(down), reverse=True)
    assert _own(up) == sorted(_own(up))


def test_every_group_has_a_heading_that_sorts(world: World) -> None:
    world.share_with_coach(world.karin)
    page = world.sign_in(MAJA).get(f"/coach/{world.karin}")
    links = [link["href"] for link in page.html.select("#items ~ .table a.sorter")]

    shown = [page.goto(link) for link in links]

    assert len(links) > 4
    assert all(len(one.html.select("[aria-sort]")) == 2 for one in shown)


def test_an_unknown_column_sorts_nothing(world: World) -> None:
    world.share_with_coach(world.karin)

    page = world.sign_in(MAJA).get(f"/coach/{world.karin}?sort=%27drop&dir=x")

    assert not page.html.select("[aria-sort]")


def _own(page: Any) -> list[float]:  # noqa: ANN401 - WebTest brings no types
    rows = page.html.select("table")[1].select("tbody tr")
    return [float(row.select("td")[2].get_text()) for row in rows]


def _subjects(world: World, talks: dict[str, datetime]) -> list[Subject]:
    with world.database.reading() as session:
        found = session.scalars(select(Subject)).all()
        for one in found:
            assert one.campaign
            assert one.person
    for one in found:
        one.talk_at = talks.get(one.person.name)
    return list(found)


def _coach_everybody(world: World) -> None:
    with world.database.writing() as session:
        maja = person(session, MAJA)
        for subject in session.scalars(select(Subject)).all():
            subject.coach = maja
        ids = [one.id for one in session.scalars(select(Subject)).all()]
    for subject_id in ids:
        world.share_with_coach(subject_id)


def _named(name: str, campaign: int = 1) -> Subject:
    person, campaign_id = Person(name=name), UUID(int=campaign)
    return Subject(kind="leader", person=person, id=uuid4(), campaign_id=campaign_id)
