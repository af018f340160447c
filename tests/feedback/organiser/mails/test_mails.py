"""Organisers see what mail goes when, put right what did not arrive, and stop everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from feedback.cli.main import main
from feedback.clock import utc_now
from feedback.jobs import Duty, Worker
from feedback.mail import MailRefusedError, MailUncertainError
from feedback.mail.answers import QUOTA
from feedback.models import AuditEntry, Campaign, Mail, MailState, MailText, Rater
from feedback.operations import ledger
from feedback.operations.campaigns.lifecycle import ask_launch
from feedback.operations.ledger import holding
from feedback.operations.letters.sending import send_due
from tests.acting import by
from tests.feedback.mail.posts import PickyPost
from tests.feedback.mail.test_bounces import notification
from tests.feedback.office import MONDAY
from tests.feedback.people_world import Draft
from tests.feedback.world import ADMIN, ORGANISER, form_to

if TYPE_CHECKING:
    from pathlib import Path

    from webtest import TestApp

    from tests.feedback.world import World

ANNA = "anna.berg@example.se"


@dataclass
class Mailed:
    """An open campaign whose invitations left, but for Anna's and Bo's."""

    world: World
    draft: Draft
    post: PickyPost

    def page(self, browser: TestApp, *parts: str) -> Any:  # noqa: ANN401 - WebTest brings no types
        """Open a page about the campaign's mail."""
        return browser.get(self.draft.path("mail", *parts) + ("" if parts else "/"))

    def mails(self) -> list[Mail]:
        """Return the campaign's rows of the ledger."""
        with self.world.database.reading() as session:
            campaign = Mail.campaign_id == self.draft.id
            rows = select(Mail).where(campaign).options(joinedload(Mail.person))
            return list(session.scalars(rows))

    def send(self) -> None:
        """Hand over what is due, long after."""
        send_due(
            self.world.database,
            self.world.settings.model_copy(update={"mail_hours": "always"}),
            self.post,
            now=lambda: MONDAY + timedelta(days=9000),
        )

    def actions(self) -> list[str]:
        """Return what the audit log says was done."""
        with self.world.database.reading() as session:
            return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)))


@pytest.fixture
def mailed(world: World) -> Mailed:
    """Give a campaign that was launched, and whose mail met a server."""
    draft = Draft(world)
    for folder in (world.settings.link_key_folder, world.settings.seal_key_folder):
        folder.prepare()
    worker = Worker(world.database, world.settings, now=lambda: MONDAY)
    with world.database.writing() as session:
        ask_launch(session, session.get_one(Campaign, draft.id), by=by(MONDAY))
    worker.do(Duty.LAUNCH, draft.id)
    failures = {
        "anna": MailRefusedError("550 5.1.1 no such user"),
        "bo": MailUncertainError("connection lost"),
    }
    post = PickyPost(**failures)
    send_due(world.database, world.settings, post, now=lambda: MONDAY)
    post.failures, post.taken = {}, []
    return Mailed(world, draft, post)


def decide(page: Any, mail: Mail, act: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    """Return the form with the button for an act on a mail."""
    (form,) = [
        form
        for form in page.forms.values()
        if "act" in form.fields and form["act"].value == act and form["mail"].value == str(mail.id)
    ]
    return form


def test_what_did_not_arrive_is_shown_with_the_servers_words(mailed: Mailed) -> None:
    page = mailed.page(mailed.world.sign_in(ORGANISER))

    assert ANNA in page
    assert "550 5.1.1 no such user" in page
    assert "bo.ek@example.se" in page
    assert "per.holm@example.se" not in page  # his arrived


def test_the_first_that_did_not_arrive_are_shown_and_the_rest_if_asked_for(
    mailed: Mailed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback.organiser.mails.campaign._SHOWN", 1)
    with mailed.world.database.writing() as session:
        for mail in session.scalars(select(Mail).where(Mail.campaign_id == mailed.draft.id)):
            mail.state = MailState.FAILED
    browser = mailed.draft.organiser()

    first = mailed.page(browser)
    everybody = first.click("and .* more")

    names = [
        [one.text for one in page.html.select("#failed ~ ul h3")] for page in (first, everybody)
    ]
    assert names[0] == names[1][:1]
    assert len(names[1]) == len(mailed.mails()) > 1
    assert names[1] == sorted(names[1])


def test_what_comes_back_is_read_by_the_worker_and_shown(
    mailed: Mailed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (per,) = [mail for mail in mailed.mails() if mail.person.email == "per.holm@example.se"]
    (tmp_path / "back.eml").write_text(notification(mail_id=per.id), encoding="utf-8")
    settings = mailed.world.settings.model_copy(update={"bounces": tmp_path})
    monkeypatch.setattr("feedback.cli.worker.settings_for", lambda _: settings)

    worked = CliRunner().invoke(main, ["worker", "--until-idle"])
    page = mailed.page(mailed.world.sign_in(ORGANISER, language="sv"))

    assert worked.exit_code == 0, worked.output
    assert "per.holm@example.se" in page
    assert "550 5.1.1 no such user here" in page
    assert "Adressen fungerar inte" in page


def test_a_corrected_address_gets_a_new_link_and_the_mail(mailed: Mailed) -> None:
    browser = mailed.world.sign_in(ORGANISER)
    (anna,) = [mail for mail in mailed.mails() if mail.state is MailState.FAILED]
    form = decide(mailed.page(browser), anna, "mend")
    form["address"] = "anna.b@example.se"

    page = form.submit().follow()
    mailed.send()

    assert ANNA not in page
    assert mailed.post.recipients == ["anna.b@example.se"]
    assert mailed.actions()[-1] == "correct the address of a mail"
    with mailed.world.database.reading() as session:
        versions = set(session.scalars(select(Rater.link_version)))
    assert versions == {1, 2}


def test_a_faulty_address_is_refused_beside_its_field_and_kept(mailed: Mailed) -> None:
    browser = mailed.world.sign_in(ORGANISER)
    (anna,) = [mail for mail in mailed.mails() if mail.state is MailState.FAILED]
    form = decide(mailed.page(browser), anna, "mend")
    form["address"] = "anna berg"

    page = form.submit(status=422)

    assert "anna berg is no e-mail address." in page
    assert page.forms[form.id or 0] is not None
    assert 'value="anna berg"' in page


def test_an_uncertain_mail_goes_again_or_is_left_by_decision(mailed: Mailed) -> None:
    browser = mailed.world.sign_in(ORGANISER)
    (bo,) = [mail for mail in mailed.mails() if mail.state is MailState.UNCERTAIN]

    decide(mailed.page(browser), bo, "resend").submit()
    mailed.send()
    page = mailed.page(browser)

    assert mailed.post.recipients == ["bo.ek@example.se"]
    assert "bo.ek@example.se" not in page


def test_an_uncertain_mail_that_is_let_be_is_never_sent_again(mailed: Mailed) -> None:
    browser = mailed.world.sign_in(ORGANISER)
    (bo,) = [mail for mail in mailed.mails() if mail.state is MailState.UNCERTAIN]

    decide(mailed.page(browser), bo, "leave").submit()
    mailed.send()

    assert mailed.post.recipients == []
    assert "bo.ek@example.se" not in mailed.page(browser)


def test_no_page_shows_or_counts_a_reminder(mailed: Mailed) -> None:
    with mailed.world.database.writing() as session:
        for mail in mailed.mails():
            session.add(
                Mail(
                    person_id=mail.person_id,
                    campaign_id=mail.campaign_id,
                    kind=ledger.REMINDER,
                    occasion="x",
                    state=MailState.FAILED,
                    due_at=MONDAY,
                    sent_at=MONDAY,
                    error="550 a reminder",
                )
            )

    page = mailed.page(mailed.world.sign_in(ORGANISER))

    assert "550 a reminder" not in page
    assert "/mail/correction/invitation/" in page
    assert "/mail/correction/reminder/" not in page


def test_another_campaigns_mail_cannot_be_decided_here(mailed: Mailed) -> None:
    browser = mailed.world.sign_in(ORGANISER)
    (bo,) = [mail for mail in mailed.mails() if mail.state is MailState.UNCERTAIN]
    form = decide(mailed.page(browser), bo, "resend")
    form.action = f"/campaigns/{mailed.world.campaign}/mail/decide"

    form.submit()

    assert [mail.state for mail in mailed.mails() if mail.id == bo.id] == [MailState.UNCERTAIN]


def test_a_correction_goes_once_to_exactly_those_of_the_batch(mailed: Mailed) -> None:
    browser = mailed.world.sign_in(ORGANISER)
    page = mailed.page(browser, "correction", "invitation", "2026-11-23")
    form = form_to(page, page.request.path)
    form["subject_sv"] = "Rätt sista dag"
    form["body_sv"] = "Hej {recipient}!\n\nDet stod fel dag. Din länk är densamma:\n\n{link}\n"
    shown = form.submit("act", value="show")
    form_to(shown, page.request.path).submit("act", value="send")
    mailed.send()
    mailed.send()

    assert "Hej Anna Berg!" in shown
    assert sorted(mailed.post.recipients) == [
        # Bo's may have arrived; Anna's did not, so there is nothing to correct for her.
        *("bo.ek@example.se", "cia.dahl@example.se", "dan.frid@example.se", "eva.gran@example.se"),
        *("karin.lund@example.se", "olle.sand@example.se", "per.holm@example.se"),
    ]
    text = mailed.post.taken[0].get_body(("plain",)).get_content()  # type: ignore[union-attr] # there is one
    assert "https://feedback.example.se/s/" in text


def test_a_faulty_correction_says_everything_at_once_and_sends_nothing(mailed: Mailed) -> None:
    browser = mailed.world.sign_in(ORGANISER)
    page = mailed.page(browser, "correction", "invitation", "2026-11-23")
    form = form_to(page, page.request.path)
    form["body_sv"] = "Hej {namn}!"

    answer = form.submit("act", value="send", status=422)

    assert "The subject line is empty." in answer
    assert "{namn} is not known here." in answer
    assert "Hej {namn}!" in answer
    assert not [mail for mail in mailed.mails() if mail.kind == ledger.CORRECTION]


def test_a_test_mail_goes_to_oneself_at_once_even_at_night(mailed: Mailed) -> None:
    browser = mailed.world.sign_in(ORGANISER)
    form = form_to(mailed.page(browser), mailed.draft.path("mail", "test"))
    form["letter"], form["language"] = "invitation", "en"

    form.submit()
    night = MONDAY.replace(hour=23) + timedelta(days=9000)
    send_due(mailed.world.database, mailed.world.settings, mailed.post, now=lambda: night)

    (mail,) = mailed.post.taken
    assert mailed.post.recipients == [ORGANISER]
    assert str(mail["Subject"]).startswith("TEST: What is it like to work with Karin Lund?")


def test_a_letter_is_worded_shown_and_put_back(mailed: Mailed) -> None:
    browser = mailed.world.sign_in(ORGANISER)
    (programme, *_) = mailed.world.programmes
    path = f"/programmes/{programme}/letters/invitation/sv"
    form = form_to(browser.get(path), path)
    form["subject"] = "Hjälp {subjects} att växa"
    form["body"] = "Hej {recipent}! Svara på {link} i dag."

    refused = form.submit("act", value="keep", status=422)
    form["subject"] = "Hjälp en chef att växa"
    form["body"] = "Hej {recipient}!\n\n{subjects}\n\nSenast {last_day}:\n\n{link}\n"
    shown = form.submit("act", value="show")
    form.submit("act", value="keep")
    kept = browser.get(path)
    form_to(kept, f"{path}/standard").submit()

    for fault in (
        "{recipent} is not known here. Did you mean {Name of the recipient}?",
        "{Leaders to answer about} cannot stand in the subject line.",
        "{Link} must stand alone",
        "{Last day to answer} must stand in the letter.",
        "{Leaders to answer about} must stand in the letter.",
    ):
        assert fault in refused
    assert "Karin Lund, Rektor, Norra skolan" in shown
    assert "own text" in kept
    assert "own text" not in browser.get(path)
    with mailed.world.database.reading() as session:
        assert session.scalars(select(MailText)).all() == []


def test_a_mail_shown_in_a_page_runs_nothing(mailed: Mailed) -> None:
    browser = mailed.world.sign_in(ORGANISER)
    (programme, *_) = mailed.world.programmes
    path = f"/programmes/{programme}/letters/reminder/sv"
    form = form_to(browser.get(path), path)
    form["body"] = "<script>alert(1)</script>\n\n{subjects}\n\n{last_day}\n\n{link}\n"

    page = form.submit("act", value="show")

    assert 'sandbox=""' in page
    assert "<script>alert" not in page.text
    assert "&amp;lt;script&amp;gt;" in page.text  # escaped as a mail, and again as an attribute


def test_the_brake_stands_on_every_page_and_stops_everything(mailed: Mailed) -> None:
    browser = mailed.world.sign_in(ORGANISER)
    page = browser.get(mailed.draft.path())
    form = form_to(page.click("Stop all mail now"), "/mail/hold")
    form["reason"] = "Fel text"
    form.submit()
    (bo,) = [mail for mail in mailed.mails() if mail.state is MailState.UNCERTAIN]
    decide(mailed.page(browser), bo, "resend").submit()
    mailed.send()
    held = list(mailed.post.recipients)

    page = browser.get(mailed.draft.path()).click("Let it go again")
    form_to(page, "/mail/release").submit()
    mailed.send()

    assert "Fel text" in page
    assert held == []
    assert mailed.post.recipients == ["bo.ek@example.se"]
    assert [action for action in mailed.actions() if action.endswith("mail")][-3:] == [
        "hold mail",
        "resend mail",
        "release mail",
    ]


def test_the_page_says_what_the_mail_server_refuses_of_us(mailed: Mailed) -> None:
    with mailed.world.database.writing() as session:
        holding.stop_mail(
            session, QUOTA.reason, answer="550 5.1.90", now=utc_now(), rest=QUOTA.rest
        )
    organiser = mailed.world.sign_in(ORGANISER)

    page = organiser.get("/mail/release")
    mailed.world.choose_language(organiser, "sv")
    swedish = organiser.get("/mail/release")

    assert "Our quota at the mail server is used up. (the server's answer: 550 5.1.90)" in page
    assert "no address is called wrong" in page
    assert "Vår kvot hos mejlservern är slut." in swedish


def test_after_a_restore_only_an_administrator_lets_mail_go(mailed: Mailed) -> None:
    with mailed.world.database.writing() as session:
        holding.put_hold(session, "restored", now=MONDAY, needs_operator=True)
    organiser, admin = mailed.world.sign_in(ORGANISER), mailed.world.sign_in(ADMIN)
    page = organiser.get("/mail/release")
    token = form_to(page, "/language")["csrf_token"].value

    organiser.post("/mail/release", {"csrf_token": token}, status=404)
    form_to(admin.get("/mail/release"), "/mail/release").submit()

    assert "restored from a backup" in page
    with mailed.world.database.reading() as session:
        assert holding.held_since(session, now=MONDAY) is None
