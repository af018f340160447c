"""Run one whole campaign: people file → mails → answers through the real form → reports.

python -m feedback.demo          # then serves the application
SERVE=0 python -m feedback.demo  # stops after the reports
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import track

from feedback.demo.afterwards import set_talk, write_plan
from feedback.demo.answering import AnsweringFailedError, answer_task, tasks_on
from feedback.demo.claims import HOST, FolderTakenError
from feedback.demo.opinions import InventedOpinion
from feedback.demo.reading import fetch_reports, sign_in_codes
from feedback.demo.stage import CommandFailedError, Stage
from feedback.demo.visitor import Visitor

if TYPE_CHECKING:
    from email.message import EmailMessage

NAME: Final = "Våren"
DEPARTMENT: Final = "Utbildningsförvaltningen"
PROGRAMME: Final = "Säker, initiativrik, klar"
ORGANISER: Final = "hr@exempelkommun.se"
COACH: Final = "maria.ek@exempelkommun.se"
COACH_NAME: Final = "Maria Ek"
LEADERS: Final = {
    "Karin Lund": "karin.lund@exempelkommun.se",
    "Johan Berg": "johan.berg@exempelkommun.se",
    "Amina Nordin": "amina.nordin@exempelkommun.se",
}
_LINK: Final = re.compile(r"https?://[^/\s]+(/s/[0-9A-Za-z-]+)")
_RATERS_AT_ONCE: Final = 4

console = Console(highlight=False)


def main() -> None:
    """Run the demo; say what it does."""
    # However it is told to stop, its processes end with it.
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.default_int_handler)
    try:
        with Stage.fresh(Path("demo-instance").absolute()) as stage:
            _run(stage)
    except (CommandFailedError, FolderTakenError, AnsweringFailedError) as error:
        console.print(f"[bold red]The demo stopped.[/]\n{error}")
        sys.exit(1)
    except KeyboardInterrupt:
        console.print("\nStopped. Start again with: make demo")


def _run(stage: Stage) -> None:
    play(stage)
    if os.environ.get("SERVE", "1") != "0":
        _serve(stage)


def play(stage: Stage) -> None:
    """Run the campaign on an empty stage, from the people file to a shared plan."""
    _prepare(stage)
    with stage.served():
        answer_all(stage)
        _close(stage)
        _read(stage)
        _act(stage)


def _prepare(stage: Stage) -> None:
    console.rule("[bold]A campaign from a people file")
    _do(stage, "database", "migrate")
    last_day = date.today() + timedelta(days=14)  # noqa: DTZ011 - a day on the operator's own wall
    with as_file(files("feedback.demo") / "people.csv") as people:
        _do(
            stage,
            *("campaign", "create", "--survey", "orebro", "--people", str(people)),
            *(
                "--department",
                DEPARTMENT,
                "--programme",
                PROGRAMME,
                "--name",
                NAME,
            ),
            *("--last-day", last_day.isoformat()),
        )
    _do(stage, "programme", "change", PROGRAMME, "--plan-name-sv", "färdplan")
    _do(stage, "campaign", "launch", NAME, "--now", "--yes")
    _do(stage, "worker", "--until-idle")
    console.print(f"{len(stage.mails())} mails lie in {stage.folder / 'mail'}")


def answer_all(stage: Stage) -> None:
    """Let every rater answer; raise AnsweringFailedError if one finds nothing to answer."""
    console.rule("[bold]Raters answer through the real form")
    invitations = [(mail, link) for mail in stage.mails() if (link := _link_in(mail))]
    if not invitations:
        message = f"No mail with a link lies in {stage.folder / 'mail'}."
        raise AnsweringFailedError(message)

    def answer(invitation: tuple[EmailMessage, str]) -> int:
        mail, link = invitation
        return _answer_everything(stage, mail["To"].addresses[0].addr_spec, link)

    with ThreadPoolExecutor(_RATERS_AT_ONCE) as pool:
        answered = pool.map(answer, invitations)
        receipts = sum(
            track(answered, "Answering", total=len(invitations), console=console, transient=True)
        )
    console.print(f"{len(invitations)} raters sent {receipts} forms, each with its receipt.")


def _answer_everything(stage: Stage, address: str, link: str) -> int:
    visitor = Visitor(HOST, stage.port)
    page = visitor.get(link)
    tasks = tasks_on(page)
    if not tasks:
        message = f"A rater's link answered {page.status}, and no list; see {stage.folder}."
        raise AnsweringFailedError(message)
    for task in tasks:
        leader = _leader_asked_about(visitor, task) or address
        answer_task(visitor, task, InventedOpinion(leader, address))
    return len(tasks)


def _leader_asked_about(visitor: Visitor, task: str) -> str | None:
    # A leader's own form says "Jag" and names nobody.
    text = visitor.get(f"{task}/1").text
    found = Counter({address: text.count(name) for name, address in LEADERS.items()})
    address, times = found.most_common(1)[0]
    return address if times else None


def _close(stage: Stage) -> None:
    console.rule("[bold]Close: open all envelopes at once, control disclosure, erase")
    _do(stage, "campaign", "close", NAME, "--yes")
    _do(stage, "worker", "--until-idle")
    console.print(stage.run("audit-anonymity").rstrip(), soft_wrap=True)


def _read(stage: Stage) -> None:
    console.rule("[bold]Share, and read the reports")
    _do(stage, "campaign", "share", NAME, "--with", "coach")
    _do(stage, "campaign", "share", NAME, "--with", "leader")
    _do(stage, "worker", "--until-idle")
    _do(stage, "admin", "grant", ORGANISER, "--department", DEPARTMENT)
    for path in fetch_reports(stage, LEADERS.values()):
        console.print(f"  {path}  ({path.stat().st_size // 1024} kB)")


def _act(stage: Stage) -> None:
    console.rule("[bold]The talk and the plan")
    name, address = next(iter(LEADERS.items()))
    day = set_talk(stage, COACH, name)
    console.print(f"{COACH_NAME} and {name} meet on {day}; both have it for their calendars.")
    path = write_plan(stage, address, (COACH_NAME, COACH))
    _do(stage, "worker", "--until-idle")
    console.print(f"{name} has marked, begun a plan and shared it: {stage.address}{path}")


def _serve(stage: Stage) -> None:
    console.rule(f"[bold]Served at {stage.address}")
    console.print(f"Sign in at {stage.address}/sign-in with one of these addresses:")
    console.print(f"  organiser  {ORGANISER}\n  coach      {COACH}")
    for name, address in LEADERS.items():
        console.print(f"  leader     {address}  ({name})")
    console.print("The mailed code is shown here. Stop with Ctrl-C.\n")
    with stage.running("worker"), stage.served():
        for address, code in sign_in_codes(stage):
            console.print(f"Code for {address}: [bold]{code}[/]")


def _do(stage: Stage, *arguments: str) -> None:
    shown = " ".join(f'"{word}"' if " " in word else word for word in arguments)
    console.print(f"[dim]$ feedback {shown}[/]", soft_wrap=True)
    printed = stage.run(*arguments).strip()
    if printed:
        console.print(printed, soft_wrap=True)


def _link_in(mail: EmailMessage) -> str | None:
    body = mail.get_body(("plain",))
    found = _LINK.search(body.get_content() if body else "")
    return found.group(1) if found else None


if __name__ == "__main__":
    main()
