"""Who reads as a coach, from when until when; and what reaches nobody before or after."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from datetime import timedelta
from email import policy
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import select, update

from feedback.errors import InputError, StateError
from feedback.jobs import Worker
from feedback.models import CoachNote, StandIn, Subject
from feedback.operations.coaching.ending import end_coach_access
from feedback.operations.coaching.naming import Named, end_stand_in, name_coach, name_stand_in
from feedback.operations.coaching.talks import Talk, set_talk
from feedback.operations.results.reports import release_of
from tests.acting import by, noon_of
from tests.days import today_in_sweden
from tests.factories import person
from tests.feedback.world import KARIN, MAJA, NILS, NOW, ORGANISER, form_to

if TYPE_CHECKING:
    from datetime import date

    from webtest import TestApp

    from tests.feedback.world import World

DAY: Final = timedelta(days=1)
SECRET: Final = "Vänta med råden om budgeten."


@dataclass(frozen=True)
class Ended:
    """One way in which a coach's access ends."""

    name: str

    def happen(self, world: World) -> None:
        """End Maja's access to Karin."""
        with world.database.writing() as session:
            subject = session.get_one(Subject, world.karin)
            if self.name == "by the leader":
                end_coach_access(session, subject, by=by(NOW))
            elif self.name == "by its last day":
                subject.coach_access_until = today_in_sweden() - DAY
            else:
                subject.coach = person(session, NILS, "Nils Falk")


ENDINGS: Final = [Ended("by the leader"), Ended("by its last day"), Ended("by another coach")]


@pytest.mark.parametrize("ended", ENDINGS, ids=lambda ended: ended.name)
def test_nothing_reaches_a_coach_whose_access_has_ended(world: World, ended: Ended) -> None:
    world.share_with_leader(world.karin)
    _coach_another(world, MAJA)  # Maja still has a desk, with Olle on it
    browser = world.sign_in(MAJA)
    _write_note(browser, world)
    ended.happen(world)

    answers = dict(_walk(world, browser))

    assert len(answers) > 25
    about_karin = {path: page for path, page in answers.items() if str(world.karin) in path}
    assert {page.status_int for page in about_karin.values()} == {404}
    seen = "".join(page.text for page in answers.values() if page.content_type == "text/html")
    assert "Olle Ek" in seen
    assert "Karin Lund" not in seen.replace("Karin Lund, HR, karin.lund@orebro.example", "")


@pytest.mark.parametrize("ended", ENDINGS, ids=lambda ended: ended.name)
def test_no_mail_reaches_a_coach_whose_access_has_ended(world: World, ended: Ended) -> None:
    world.share_with_leader(world.karin)
    _set_talk(world)
    ended.happen(world)

    _send_everything(world)

    assert _mails_to(world, MAJA) == []
    assert _mails_to(world, KARIN)


def test_nothing_of_a_leader_reaches_that_leader_before_sharing(world: World) -> None:
    world.share_with_coach(world.karin)
    coach = world.sign_in(MAJA)
    _write_note(coach, world)
    form_to(
        coach.get(f"/coach/{world.karin}/comments"), f"/coach/{world.karin}/comments/read"
    ).submit()
    _set_talk(world)
    leader = world.sign_in(KARIN)

    answers = dict(_walk(world, leader))
    _send_everything(world)

    texts = [page.text for page in answers.values() if page.content_type.startswith("text/")]
    read = "".join((*texts, *_mails_to(world, KARIN)))
    words = _words_about(world)
    assert len(words) > 5
    assert [one for one in words if one in read] == []
    assert SECRET not in read
    assert "<svg" not in read
    assert not [path for path, page in answers.items() if page.body.startswith(b"%PDF")]


def test_somebody_stands_in_from_the_first_day_to_the_last(world: World) -> None:
    world.share_with_coach(world.karin)
    today = today_in_sweden()
    for first, last, status in [
        (today - 5 * DAY, today - DAY, 404),
        (today - DAY, today, 200),
        (today, today + DAY, 200),
        (today + DAY, today + 5 * DAY, 404),
    ]:
        _stand_in(world, first, last)

        page = world.sign_in(NILS).get(f"/coach/{world.karin}", status="*")

        assert page.status_int == status, (first, last)


def test_whoever_stands_in_reads_and_notes_apart_from_the_coach(world: World) -> None:
    world.share_with_coach(world.karin)
    _write_note(world.sign_in(MAJA), world)
    _stand_in(world, today_in_sweden(), today_in_sweden() + DAY)
    browser = world.sign_in(NILS)

    page = browser.get(f"/coach/{world.karin}")
    notes = browser.get(f"/coach/{world.karin}/notes")

    assert "You stand in for the coach until" in page
    assert SECRET not in notes
    assert browser.get(f"/coach/{world.karin}/report.pdf").body.startswith(b"%PDF")


def test_a_stand_in_goes_when_the_leader_ends_the_access_or_the_organiser_does(
    world: World,
) -> None:
    world.share_with_leader(world.karin)
    _stand_in(world, today_in_sweden(), today_in_sweden() + DAY)
    with world.database.writing() as session:
        found = session.scalars(select(StandIn)).one()
        end_stand_in(session, found, by=by(NOW, name=ORGANISER))

    world.sign_in(NILS).get(f"/coach/{world.karin}", status=404)

    _stand_in(world, today_in_sweden(), today_in_sweden() + DAY)
    Ended("by the leader").happen(world)
    world.sign_in(NILS).get(f"/coach/{world.karin}", status=404)


def test_a_coach_from_outside_reads_on_the_web_and_downloads_nothing(world: World) -> None:
    _name(world, Named(NILS, is_external=True, until=today_in_sweden() + DAY))
    world.share_with_coach(world.karin)
    browser = world.sign_in(NILS)

    pages = {
        path: page.status_int for path, page in _walk(world, browser) if str(world.karin) in path
    }

    refused = sorted(path.rpartition("/")[2] for path, status in pages.items() if status == 404)
    assert {"report.pdf", "guide.pdf"} <= set(refused)
    assert browser.get(f"/coach/{world.karin}/guide").status_int == 200
    assert ".pdf" not in browser.get(f"/coach/{world.karin}").text


def test_a_coach_from_outside_needs_a_last_day(world: World) -> None:
    with pytest.raises(InputError, match="needs a last day"):
        _name(world, Named(NILS, is_external=True))


def test_every_fault_of_a_stand_in_is_told_at_once(world: World) -> None:
    organiser = by(noon_of(today_in_sweden()), ORGANISER)
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)

        with pytest.raises(InputError) as refused:
            name_stand_in(session, [subject], Named("ingen"), by=organiser)

    assert len(refused.value.faults) == 2


def test_a_leader_cannot_coach_themself(world: World) -> None:
    with pytest.raises(InputError, match="cannot coach themself"):
        _name(world, Named(KARIN.upper()))


def test_what_the_leader_has_ended_no_organiser_gives_to_another(world: World) -> None:
    world.share_with_leader(world.karin)
    Ended("by the leader").happen(world)

    with pytest.raises(StateError):
        _name(world, Named(NILS))


def test_a_new_coach_of_a_shared_report_is_told(world: World) -> None:
    world.share_with_coach(world.karin)
    _name(world, Named("Siv.Ros@Example.se", "Siv Ros"))

    _send_everything(world)

    assert any("Karin Lund" in mail for mail in _mails_to(world, "siv.ros@example.se"))


def test_notes_are_labelled_kept_and_deleted_when_emptied(world_on_both: World) -> None:
    world = world_on_both
    browser = world.sign_in(MAJA)
    path = f"/coach/{world.karin}/notes"

    page = _write_note(browser, world)
    form = form_to(page, path)
    kept = form["text"].value
    form["text"] = "  "
    form.submit()

    assert "Only you see them. Karin Lund may ask for them. They are deleted on" in page
    assert kept == SECRET
    with world.database.reading() as session:
        assert session.scalars(select(CoachNote)).all() == []


def test_a_leader_who_asks_gets_every_note(world: World) -> None:
    _write_note(world.sign_in(MAJA), world)

    with world.database.reading() as session:
        notes = select(CoachNote.text).where(CoachNote.subject_id == world.karin)
        found = session.scalars(notes).all()

    assert found == [SECRET]


def test_the_organiser_names_and_ends_on_a_page_without_reading(world: World) -> None:
    browser = world.sign_in(ORGANISER)
    path = f"/campaigns/{world.campaign}/coaches/{world.karin}"
    form = form_to(browser.get(path), f"{path}/stand-in")
    form["stand-in-email"], form["stand-in-name"] = "siv.ros@example.se", "Siv Ros"
    form["stand-in-from_day"], form["stand-in-until"] = (
        today_in_sweden().isoformat(),
        today_in_sweden().isoformat(),
    )

    page = form.submit().follow()
    listed = browser.get(f"/campaigns/{world.campaign}/coaches")
    ended = form_to(page, f"{path}/end-stand-in").submit().follow()

    assert "Siv Ros stands in from" in page
    assert "Siv Ros stands in from" in listed
    assert "Nobody stands in." in ended


def test_the_organiser_is_told_every_fault_and_keeps_what_was_typed(world: World) -> None:
    browser = world.sign_in(ORGANISER)
    path = f"/campaigns/{world.campaign}/coaches/{world.karin}"
    form = form_to(browser.get(path), path)
    form["coach-email"], form["coach-is_external"], form["coach-until"] = (
        "siv.ros@example.se",
        True,
        "",
    )

    page = form.submit(status=422)

    assert "A coach from outside needs a last day." in page
    assert form_to(page, path)["coach-email"].value == "siv.ros@example.se"


def test_a_leader_of_another_campaign_is_not_found_there(world: World) -> None:
    browser = world.sign_in(ORGANISER)

    browser.get(f"/campaigns/{world.campaign}/coaches/{world.sara}", status=404)


def _walk(world: World, browser: TestApp) -> Any:  # noqa: ANN401 - paths and WebTest's answers
    """Yield every page of coaches and leaders that can be opened by GET, with Karin's id."""
    urls = world.app.url_map.bind("feedback.example.se")
    for rule in world.app.url_map.iter_rules():
        audience = rule.endpoint.split(".")[0]
        if audience not in {"coach", "leader", "plans"} or "GET" not in (rule.methods or ()):
            continue
        values = {"subject_id": world.karin, "language": "sv", "campaign_id": world.campaign}
        if not set(rule.arguments) <= set(values):
            continue
        ids = {name: values[name] for name in rule.arguments}
        path = urls.build(rule.endpoint, ids)
        yield path, browser.get(path, status="*")


def _write_note(browser: TestApp, world: World) -> Any:  # noqa: ANN401 - WebTest brings no types
    path = f"/coach/{world.karin}/notes"
    form = form_to(browser.get(path), path)
    form["text"] = SECRET
    return form.submit().follow()


def _words_about(world: World) -> list[str]:
    with world.database.reading() as session:
        comments = release_of(session, session.get_one(Subject, world.karin)).comments
    others = [text for _, texts in comments.others for text in texts]
    return others + [text for _, _, texts in comments.identified for text in texts]


def _coach_another(world: World, address: str) -> None:
    with world.database.writing() as session:
        coach = person(session, address)
        session.execute(update(Subject).where(Subject.id == world.olle).values(coach_id=coach.id))


def _set_talk(world: World) -> None:
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        talk = Talk(NOW + 20 * DAY)
        set_talk(session, subject, talk, by=by(NOW, name=MAJA, zone=world.settings.zone))


def _send_everything(world: World) -> None:
    for days in (3, 14, 19):  # all of them working days
        moment = (NOW + days * DAY).replace(hour=10)
        Worker(world.database, world.settings, now=lambda at=moment: at).send()  # type: ignore[misc] # the day of the loop


def _mails_to(world: World, address: str) -> list[str]:
    """Return what somebody was mailed beside codes, in plain words."""
    files = sorted((world.settings.instance / "mail").glob("*.eml"))
    mails = [email.message_from_bytes(one.read_bytes(), policy=policy.default) for one in files]
    bodies = [mail.get_body(("plain",)) for mail in mails if address in str(mail["To"])]
    texts = [body.get_content() for body in bodies if body]
    return [text for text in texts if not re.search(r"^\d{8}$", text, re.MULTILINE)]


def _stand_in(world: World, first: date, last: date) -> None:
    with world.database.writing() as session:
        session.query(StandIn).delete()
        subject = session.get_one(Subject, world.karin)
        nils = person(session, NILS, "Nils Falk")
        session.add(StandIn(subject=subject, person=nils, from_day=first, until_day=last))


def _name(world: World, named: Named) -> None:
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        name_coach(session, subject, named, by=by(noon_of(today_in_sweden()), ORGANISER))
