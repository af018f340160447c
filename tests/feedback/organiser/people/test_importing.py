"""Organisers edit people in the browser: lists with a difference first, then one by one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from webtest import Upload

from feedback.ballot import Part
from feedback.models import AuditEntry, Campaign, Invitation, Mail, State
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import submit
from feedback.operations.people.file import read_people_file
from tests.factories import small_survey
from tests.feedback.operations.people.file.people_files import csv_bytes, row, xlsx_bytes
from tests.feedback.people_world import APPROVER, Draft, send
from tests.feedback.world import KARIN, form_to

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.feedback.world import World

NINA = ("nina.vik@example.se", "Nina Vik", "Rektor", "Östra skolan", "")
ROWS = (
    row("Anna Berg"),
    row("Bo Ek"),
    row("Åsa Öberg", "manager"),
    row("Ida Lim", leader=NINA),
)


@pytest.fixture
def draft(world: World) -> Draft:
    """Give a draft campaign with Karin Lund and Olle Sand."""
    return Draft(world)


def upload(draft: Draft, browser: TestApp, content: bytes, extent: str = "whole") -> Any:  # noqa: ANN401 - WebTest brings no types
    """Upload a file, and return the page that follows."""
    form = form_to(
        browser.get(draft.path("people", "import")), draft.path("people", "import", "list")
    )
    form["file"] = Upload("chefer.xlsx", content)
    form["extent"] = extent
    answer = form.submit(status="*")
    return answer.follow() if answer.status_int == 302 else answer


def test_a_list_is_shown_before_anything_changes_and_applied_when_asked(draft: Draft) -> None:
    browser = draft.organiser()

    page = upload(draft, browser, xlsx_bytes(ROWS))

    assert "7 places go." in page
    assert "3 new" in page
    assert "ida.lim@example.se" in page
    assert draft.names("Olle Sand") == ["Anna Berg", "Bo Ek", "Olle Sand"]
    done = send(page, draft.path("people", "import", "apply")).follow()
    assert "Done: 1 new leader, 3 new tasks, 1 leader gone, 7 tasks gone." in done
    assert draft.names("Karin Lund") == ["Anna Berg", "Bo Ek", "Karin Lund", "Åsa Öberg"]
    with draft.world.database.reading() as session:
        acts = session.scalars(select(AuditEntry.action)).all()
    assert {"upload people list", "apply people list"} <= set(acts)


def test_every_fault_of_a_file_is_told_in_the_pages_language(draft: Draft) -> None:
    browser = draft.organiser()
    draft.world.choose_language(browser, "sv")
    wrong = [row("Anna Berg", "styrelse"), row("Bo Ek", email="bo@example,se")]

    page = upload(draft, browser, csv_bytes(wrong, separator=";"))

    assert "2 saker att rätta" in page
    assert "”styrelse” är (1 rad)" in page
    assert "Rad 3 · Bo Ek" in page
    assert "”bo@example,se” är ingen e-postadress." in page
    assert len(draft.names("Karin Lund")) == 7


def test_rows_pasted_from_excel_are_read_and_kept_when_they_are_wrong(draft: Draft) -> None:
    browser, path = draft.organiser(), draft.path("people", "import", "list")
    pasted = csv_bytes(ROWS, separator="\t").decode()
    pages = browser.get(draft.path("people", "import")).forms.values()
    (form,) = [form for form in pages if form.action == path and "text" in form.fields]

    form["text"] = "leader_email\tleader_name\n"
    refused = form.submit(status=422)
    form["text"], form["extent"] = pasted, "whole"
    page = form.submit().follow()

    assert "leader_email\tleader_name" in refused
    assert "7 places go." in page


def test_a_list_can_be_thrown_away(draft: Draft) -> None:
    browser = draft.organiser()
    page = upload(draft, browser, xlsx_bytes(ROWS))

    done = send(page, draft.path("people", "import", "discard")).follow()

    assert "Nothing was changed" in done
    assert "Choose a file" in done


def test_the_template_and_the_list_can_be_read_back(draft: Draft) -> None:
    browser = draft.organiser()

    lists = [browser.get(draft.path("people", f"list.{kind}")) for kind in ("xlsx", "csv")]

    for answer in lists:
        people = read_people_file(answer.body, small_survey()).people
        assert [one.name for one in people.leaders] == ["Karin Lund", "Olle Sand"]
        assert answer.headers["Cache-Control"] == "no-store"
    assert "Nothing: everybody is there" in upload(draft, browser, lists[0].body)


def test_teams_are_built_from_the_staff_list(draft: Draft) -> None:
    browser = draft.organiser()
    staff = b"name;e-mail;manager e-mail\nIda Lim;ida.lim@example.se;nina.vik@example.se\n"

    columns = upload(draft, browser, staff, "adds")
    managers = send(columns, draft.path("people", "import", "columns")).follow()
    page = send(managers, draft.path("people", "import", "repair")).follow()

    assert "A staff list: one row for each employee" in columns
    assert "Nina Vik, nina.vik@example.se (manager of 1 person)" in managers
    assert "2 new" in page
    assert "An addition: nobody goes" in page
    assert "the name is guessed" in page


def test_a_leader_is_added_changed_and_removed(draft: Draft) -> None:
    browser = draft.organiser()
    page = browser.get(draft.path("people"))

    refused = send(page, draft.path("people", "leaders"), name="Nina Vik", email="nix")
    page = send(
        refused,
        draft.path("people", "leaders"),
        email="nina.vik@example.se",
        workplace="Östra skolan",
    ).follow()
    nina = draft.subject("Nina Vik")
    page = send(page, draft.path("people", nina, "leader"), title="Rektor").follow()

    assert refused.status_int == 422
    assert "nix is no e-mail address." in refused
    assert "Rektor · Östra skolan · nina.vik@example.se" in page
    gone = send(
        browser.get(draft.path("people", nina, "remove")), draft.path("people", nina, "remove")
    ).follow()
    assert "Nina Vik is removed" in gone


def test_a_leader_keeps_their_language_until_another_is_chosen(draft: Draft) -> None:
    browser = draft.organiser()
    page = send(
        browser.get(draft.path("people")), draft.path("people", "leaders"),
        name="Nina Vik", email="nina.vik@example.se", language="en",
    ).follow()  # fmt: skip
    path = draft.path("people", draft.subject("Nina Vik"), "leader")

    page = send(page, path, title="Rektor").follow()
    kept = form_to(page, path)["language"].value
    refused = send(page, path, name="", language="sv-simple")
    page = send(refused, path, name="Nina Vik").follow()

    assert kept == "en"
    assert form_to(refused, path)["language"].value == "sv-simple"
    assert form_to(page, path)["language"].value == "sv-simple"


def test_a_leaders_language_that_the_survey_lacks_stays_when_a_list_brought_it(
    draft: Draft,
) -> None:
    browser = draft.organiser()
    finnish = csv_bytes([row("Nina Vik", "self", leader=NINA, language="fi")])
    send(upload(draft, browser, finnish, "adds"), draft.path("people", "import", "apply"))
    nina = draft.path("people", draft.subject("Nina Vik"))

    page = send(browser.get(nina), f"{nina}/leader", title="Rektor").follow()

    assert form_to(page, f"{nina}/leader")["language"].value == "fi"


def test_raters_are_added_moved_corrected_replaced_and_removed(draft: Draft) -> None:
    browser, karin = draft.organiser(), draft.subject("Karin Lund")
    page = browser.get(draft.path("people", karin))
    page = send(
        page, draft.path("people", karin, "raters"),
        name="Mona Vik", own_number="17", group="peer", workplace="Norra köket",
    ).follow()  # fmt: skip
    assert "Norra köket · no e-mail, number 17" in page
    assert "Peers: one person alone. The answers are shown together with: Team." in page

    def act(who: str, what: str, **fields: str) -> Any:  # noqa: ANN401 - WebTest brings no types
        rater = draft.path("raters", draft.invitation(who, "Karin Lund"))
        return send(browser.get(rater), f"{rater}/{what}", **fields).follow()

    act("Anna Berg", "group", group="peer")
    act("Bo Ek", "address", email="bosse.ek@example.se")
    act("Cia Dahl", "replace", name="Ida Lim", email="ida.lim@example.se")
    page = act("Dan Frid", "withdraw")

    assert "Removed. If the person has answered already, the answer stays." in page
    assert draft.names("Karin Lund") == [
        "Anna Berg", "Bo Ek", "Eva Gran", "Ida Lim", "Karin Lund", "Mona Vik", "Per Holm",
    ]  # fmt: skip


def test_lots_are_drawn_and_somebody_left_out_is_asked_after_all(draft: Draft) -> None:
    browser, karin = draft.organiser(), draft.subject("Karin Lund")
    page = browser.get(draft.path("people", karin))

    page = send(page, draft.path("people", karin, "draw"), draw__group="team", draw__count="3")
    page = page.follow()

    assert "Drawn: 3 are asked, and 2 are left out." in page
    assert "On the list, not asked (2)" in page
    with draft.world.database.reading() as session:
        left_out = session.scalars(select(Invitation.id).where(Invitation.is_withdrawn)).first()
    rater = draft.path("raters", left_out)
    page = send(browser.get(rater), f"{rater}/ask").follow()
    assert "On the list, not asked (1)" in page


@pytest.mark.parametrize("has_answered", [True, False], ids=["answered", "not answered"])
def test_in_an_open_campaign_a_withdrawal_looks_the_same(
    draft: Draft, *, has_answered: bool
) -> None:
    browser = draft.organiser()
    anna = draft.invitation("Anna Berg", "Karin Lund")
    rater = draft.path("raters", anna)
    draft.set_state(State.OPEN)
    if has_answered:
        with draft.world.database.writing() as session:
            submit(
                session,
                draft.world.settings.link_key_folder,
                session.get_one(Invitation, anna),
                Part.RESPONSE,
                Answers({"lugn": 4}),
            )

    shown = browser.get(rater)
    asked = shown.click(href=f"{rater}/withdraw$")
    page = send(asked, f"{rater}/withdraw").follow()
    after = browser.get(rater)

    assert "Nobody learns whether the person has answered." in shown
    assert "Remove Anna Berg?" in asked
    assert "An answer already given stays and counts." in asked
    assert f"{rater}/group" not in shown.text
    assert "Removed. If the person has answered already, the answer stays." in page
    assert "Is not asked." in after
    # Whatever was answered, the same words stand on both pages.
    assert "On the list, not asked (1)" in page


def test_a_lost_link_is_sent_again_once_a_click(draft: Draft) -> None:
    browser = draft.organiser()
    rater = draft.path("raters", draft.invitation("Anna Berg", "Karin Lund"))
    before = browser.get(rater)
    draft.set_state(State.OPEN)
    shown = browser.get(rater)

    page = send(shown, f"{rater}/link").follow()
    again = send(shown, f"{rater}/link")

    assert f"{rater}/link" not in before.text
    assert "The link is on its way again." in page
    assert again.status_int == 422
    assert "less than an hour ago" in again
    with draft.world.database.reading() as session:
        mails = session.scalars(select(Mail).where(Mail.campaign_id == draft.id)).all()
        assert [(mail.kind, mail.person.name) for mail in mails] == [("invitation", "Anna Berg")]
        acts = session.scalars(select(AuditEntry.action)).all()
        assert acts.count("send link again") == 1


def test_a_new_rater_of_an_open_campaign_is_invited_at_once(draft: Draft) -> None:
    browser, karin = draft.organiser(), draft.subject("Karin Lund")
    draft.set_state(State.OPEN)
    page = browser.get(draft.path("people", karin))

    send(
        page, draft.path("people", karin, "raters"),
        name="Ida Lim", email="ida.lim@example.se", group="team",
    ).follow()  # fmt: skip

    with draft.world.database.reading() as session:
        mails = session.scalars(select(Mail).where(Mail.campaign_id == draft.id)).all()
        assert [(mail.kind, mail.person.name) for mail in mails] == [("invitation", "Ida Lim")]


def test_leader_and_approver_agree_on_a_list(draft: Draft) -> None:
    draft.name_approver("Karin Lund")
    organiser, karin = draft.organiser(), draft.subject("Karin Lund")
    page = organiser.get(draft.path("nomination"))
    until = date(2027, 2, 26).isoformat()
    page = send(page, draft.path("nomination"), until=until).follow()
    assert "The nomination is open." in page

    leader, path = draft.world.sign_in(KARIN), f"/my-reports/{karin}/raters"
    page = leader.get("/my-reports/").click("Propose who answers about you")
    page = send(page, path, name="Ida Lim", email="ida.lim@example.se", group="team").follow()
    assert "Ida Lim is on your list." in page
    sent = send(page, f"{path}/send").follow()
    assert "waits for approval" in sent
    assert f'action="{path}/send"' not in sent

    approver = draft.world.sign_in(APPROVER)
    page = approver.get("/approve/").click("Karin Lund")
    assert "ida.lim@example.se" in page
    refused = send(page, f"/approve/{karin}/send-back", line=" ")
    assert refused.status_int == 422
    send(refused, f"/approve/{karin}/send-back", line="Ta med fritids.").follow()
    page = leader.get(path)
    assert "Ta med fritids." in page
    send(page, f"{path}/send").follow()
    send(approver.get(f"/approve/{karin}"), f"/approve/{karin}/approve").follow()

    assert "Your list is approved." in leader.get(path)
    page = organiser.get(draft.path("nomination"))
    assert "Approved" in page
    send(page, draft.path("nomination", "end")).follow()
    with draft.world.database.reading() as session:
        assert session.get_one(Campaign, draft.id).state is State.DRAFT
    assert "Ida Lim" in draft.names("Karin Lund")
