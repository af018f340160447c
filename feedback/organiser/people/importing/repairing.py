"""The third step: put a file right in the page, row by row or many rows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from feedback.access import organiser_of_campaign
from feedback.languages import current_language
from feedback.operations.people.file.marked import marked_xlsx
from feedback.operations.people.file.problems import chosen_jobs, problems_of
from feedback.operations.people.file.teams import ASKED, LEADS, OUTSIDE, Settled
from feedback.operations.people.file.uploads import read_again
from feedback.organiser.blueprint import blueprint
from feedback.organiser.people.forms import groups_of
from feedback.organiser.people.importing.rows import repair_list, repair_rows
from feedback.organiser.people.importing.steps import (
    COLUMNS,
    REPAIR,
    Waiting,
    keep,
    nothing_waits,
    own_domains,
    to_step,
    told,
    waiting_in,
)
from feedback.requests.attempt import REFUSED
from feedback.requests.downloads import download
from feedback.requests.sessions import db_session
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from feedback.models import Campaign
    from feedback.operations.people.file.problems import Problems, WithoutRow
    from feedback.operations.people.file.uploads import ReadUpload, Upload

_MOST_SHOWN: Final = 25
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_USUAL: Final = {"manager-asked": ASKED, "manager-left-out": OUTSIDE}


@blueprint.get("/<uuid:campaign_id>/people/import/repair")
@organiser_of_campaign
def repair(campaign: Campaign) -> ResponseReturnValue:
    """Show what is to be put right, and any row that is looked for."""
    waiting = waiting_in(campaign)
    if waiting is None:
        return nothing_waits(campaign)
    if waiting.step == COLUMNS:
        return to_step(campaign, COLUMNS)
    return _page(campaign, waiting)


@blueprint.post("/<uuid:campaign_id>/people/import/repair")
@organiser_of_campaign
def repair_list_that_waits(campaign: Campaign) -> ResponseReturnValue:
    """Write cells anew, leave rows out, choose between jobs, or undo it; nothing changes yet."""
    waiting, survey = waiting_in(campaign), survey_from_json(campaign.survey_json)
    if waiting is None or waiting.seen != request.form.get("seen"):
        return nothing_waits(campaign)
    # Looking through a large list takes its time: no transaction is open meanwhile.
    db_session().commit()
    is_undone = "undo" in request.form
    mended = (
        waiting.read.upload.undone()
        if is_undone
        else _mended(waiting.read, problems_of(waiting.read))
    )
    read = read_again(waiting.read.table, mended, survey, own_domains=own_domains())
    done = keep(campaign, read, seen=waiting.seen)
    if not done:
        return _page(campaign, waiting, faults=done.faults), REFUSED
    if is_undone:
        flash(_("What you put right last is undone."))
        return to_step(campaign, REPAIR)
    left = problems_of(read).must
    if left:
        words = ngettext(
            "%(num)s thing is left to put right.", "%(num)s things are left to put right.", left
        )
        flash(words, "error")
    return to_step(campaign, Waiting(read, "").step)


@blueprint.get("/<uuid:campaign_id>/people/import/marked.xlsx")
@organiser_of_campaign
def download_marked(campaign: Campaign) -> ResponseReturnValue:
    """Give the file with what is wrong beside each row, for whoever rather mends it there."""
    waiting = waiting_in(campaign)
    if waiting is None:
        return nothing_waits(campaign)
    word = _("To put right")
    content = marked_xlsx(waiting.read, current_language(), word)
    return download(content, _XLSX, f"{word} {campaign.name}.xlsx")


def _mended(read: ReadUpload, problems: Problems) -> Upload:
    """Return the upload with everything that the form says."""
    form, upload = request.form, read.upload
    jobs = {job.address: form.get(f"job-{job.address}", "") for job in problems.jobs}
    cells, dropped, twice = chosen_jobs(read, jobs)
    cells |= _typed(read) | _groups_named(read, problems)
    shown = {int(row) for row in form.getlist("shown") if row.isdecimal()}
    dropped |= {row for row in shown if f"drop-{row}" in form}
    if "duplicates" in form:
        dropped |= {*problems.duplicates}
    if form.get("leave") == "faulty":
        dropped |= {*problems.faults}
    managers = {
        one.address: said
        for one in problems.managers
        if (said := form.get(f"manager-{one.address}", "")) in {LEADS, ASKED, OUTSIDE}
    }
    settled = upload.settled
    kept = shown - dropped
    return upload.putting_right(
        upload.repairs.writing(cells).dropping(dropped, keeping=kept),
        Settled({**settled.managers, **managers}, settled.twice | twice),
    )


def _typed(read: ReadUpload) -> dict[tuple[int, int], str]:
    """Return the cells that are others than they were, of the rows that were shown."""
    shown = {int(row) for row in request.form.getlist("shown") if row.isdecimal()}
    lines = {line.number: line for line in repair_rows(read) if line.number in shown}
    found: dict[tuple[int, int], str] = {}
    for number, line in lines.items():
        for place in read.places.values():
            typed = request.form.get(f"cell-{number}-{place}")
            before = line.cells[place] if place < len(line.cells) else ""
            if typed is not None and typed.strip() != before:
                found[number, place] = typed.strip()
    return found


def _groups_named(read: ReadUpload, problems: Problems) -> dict[tuple[int, int], str]:
    """Return the cells in which a group stands that the survey calls otherwise."""
    place = read.places.get("group")
    said = {text: request.form.get(f"group-{text}", "") for text in problems.groups}
    return {
        (line.number, place): said[line.cells[place]]
        for line in (read.mended.lines if place is not None else ())
        if place is not None and place < len(line.cells) and said.get(line.cells[place])
    }


def _page(campaign: Campaign, waiting: Waiting, *, faults: Sequence[str] = ()) -> str:
    read = waiting.read
    problems = problems_of(read)
    found = repair_list(read, problems, groups_of(campaign))
    return render_template(
        "organiser/import/repair.html",
        campaign=campaign,
        upload=read.upload,
        seen=waiting.seen,
        faults=faults,
        problems=problems,
        rows=found,
        jobs=problems.jobs[:_MOST_SHOWN],
        groups=[*problems.groups.items()][:_MOST_SHOWN],
        group_choices=groups_of(campaign),
        managers=[(one, _said_of(one)) for one in problems.managers[: _MOST_SHOWN * 4]],
        general=told(problems.general),
        ready=sum(line.number > read.headings_row for line in read.mended.lines)
        - len(problems.faults),
    )


def _said_of(one: WithoutRow) -> str:
    return _USUAL.get(one.code, LEADS)
