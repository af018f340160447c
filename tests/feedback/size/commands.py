"""Every command, as an operator would type it about this organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from click.testing import CliRunner

from feedback.cli.main import main
from feedback.operations.people.file import people_csv
from tests.factories import SMALL_SURVEY, small_survey
from tests.feedback.size.counting import Asked, counted
from tests.feedback.size.organisation import people
from tests.feedback.size.written import written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.databases import Databases
    from tests.feedback.size.organisation import Organisation

LEADER: Final = ("--leader", "chef.000@example.se")
_RATER: Final = ("--rater", "svarar.open.000.0@example.se")

COMMANDS: Final[dict[str, tuple[str, ...]]] = {
    "admin add-department": ("Ny enhet",),
    "admin audit-log": ("--verify",),
    "admin create": ("ny@example.se",),
    "admin grant": ("hr@example.se", "--department", "Enhet 0"),
    "admin list": (),
    "admin revoke": ("hr@example.se",),
    "appearance": ("--name", "Kommunen"),
    "audit-anonymity": (),
    "campaign arrange": ("draft", "--purpose", "Att lära."),
    "campaign cancel": ("open", "--yes"),
    "campaign check": ("draft",),
    "campaign close": ("open", "--yes"),
    "campaign coach": ("open", *LEADER, "--coach", "ny@example.se", "--name", "Ny Coach"),
    "campaign create": (
        *(
            "--survey",
            "surveys/small.yaml",
            "--people",
            "people.csv",
            "--department",
            "Barn och utbildning",
        ),
        *("--programme", "Ledare", "--name", "Ny", "--last-day", "2099-12-04"),
    ),
    "campaign extend": ("open", "--last-day", "2099-12-04"),
    "campaign hold-mail": ("open",),
    "campaign launch": ("draft", "--now", "--yes"),
    "campaign list": (),
    "campaign move": ("open", *LEADER, "--to", "draft", "--yes"),
    "campaign nameless": ("open", "--group", "team", "--count", "2"),
    "campaign nomination end": ("nominating",),
    "campaign nomination open": ("draft", "--until", "2098-11-30"),
    "campaign nomination remind": ("nominating",),
    "campaign nomination show": ("nominating",),
    "campaign people add": (
        *("open", *LEADER, "--name", "Ny Svarare"),
        *("--email", "ny@example.se", "--group", "team"),
    ),
    "campaign people add-leader": ("draft", "--name", "Ny Chef", "--email", "ny@example.se"),
    "campaign people change-leader": ("draft", *LEADER, "--title", "Rektor"),
    "campaign people correct": ("open", *LEADER, *_RATER, "--email", "ny@example.se"),
    "campaign people diff": ("draft", "people.csv"),
    "campaign people draw": ("draft", "--group", "team", "--count", "3"),
    "campaign people export": ("open", "out.xlsx"),
    "campaign people import": ("draft", "people.csv", "--yes"),
    "campaign people list": ("open", *LEADER),
    "campaign people move": (
        *("draft", *LEADER, "--rater", "svarar.draft.000.0@example.se", "--group", "peer"),
    ),
    "campaign people remove-leader": ("draft", *LEADER, "--yes"),
    "campaign people replace": (
        *("open", *LEADER, *_RATER),
        *("--name", "Ny Svarare", "--email", "ny@example.se", "--group", "team"),
    ),
    "campaign people reported": ("open",),
    "campaign people resend": ("open", *LEADER, *_RATER),
    "campaign people settle": ("open", *LEADER, *_RATER, "--leave"),
    "campaign people withdraw": ("open", *LEADER, *_RATER),
    "campaign recover": ("open",),
    "campaign send-mail": ("open",),
    "campaign share": ("closed", "--with", "leader"),
    "campaign show": ("open",),
    "campaign talk": ("closed", *LEADER, "--at", "2097-01-15 10:00"),
    "campaign thank": ("closed", "--yes"),
    "doctor": (),
    "health": (),
    "letters": ("open", "--kind", "sms", "--out", "letters"),
    "mail batches": ("open",),
    "mail forecast": ("open",),
    "mail hold": (),
    "mail kinds": (),
    "mail list": (),
    "mail release": (),
    "person export": ("chef.000@example.se", "--out", "person"),
    "person rename": ("chef.000@example.se", "Karin Lund"),
    "programme change": ("Ledare", "--purpose", "Att lära."),
    "programme cohorts": ("Ledare", "cohorts.csv"),
    "programme create": ("Nytt", "--department", "Barn och utbildning", "--survey", "orebro"),
    "programme initiatives": ("Ledare", "initiatives.csv"),
    "programme list": (),
    "programme memberships": ("Ledare", "memberships.csv"),
    "programme modules": ("Ledare", "modules.csv"),
    "programme occasions": ("Ledare", "occasions.csv"),
    "programme show": ("Ledare",),
    "programme teams": ("Ledare", "teams.csv"),
    "programme workplaces": ("Ledare", "staff.csv"),
    "programme wave": ("Ledare", "--name", "Ny", "--last-day", "2099-12-04"),
    "retention protocol": (),
    "retention run": (),
    "retention set": (
        *("notes", "--days", "300", "--decision", "Dnr 1", "--department", "Barn och utbildning"),
    ),
    "retention show": (),
    "retention stop": ("--reason", "Dnr 2"),
}

ASK_NO_DATABASE: Final = frozenset(
    {
        "audit-release",
        "effects",
        "mail check",
        "report",  # draws PDFs, each in a process of its own
        "score",
        "serve",  # pages are walked
        "survey check",
        "survey schema",
        "worker",  # its jobs are measured
    }
)
WHOLE_DATABASE: Final = frozenset({"backup", "database migrate", "keys prepare", "restore"})
ABOUT_ONE_ROW: Final = frozenset(
    {
        "campaign erase-rehearsal",
        "campaign give-up",
        "campaign make-real",
        "campaign nomination approve",
        "campaign nomination send-back",
        "campaign undo-launch",
        "mail bounces",
        "mail correct",
        "mail correct-batch",
        "mail leave",
        "mail resend",
        "mail text reset",
        "mail text set",
        "mail text show",
        "retention lift",
    }
)
"""What is too far from what stands here, or what a button of a page does alike."""

REFUSED: Final = frozenset({"doctor", "health"})
SETTINGS: Final = {
    "BASE_URL": "https://feedback.example.se",
    "MAIL_FROM": "Enkät <enkat@example.se>",
    "MAIL_HOURS": "always",
}


def type_commands(made: Organisation, databases: Databases, folder: Path) -> dict[str, Asked]:
    """Type every command, each on a database as it was; return what each asked."""
    people_file = people_csv(people(made.leaders, of="new"), small_survey(), "en")
    (folder / "people.csv").write_bytes(people_file)
    (folder / "staff.csv").write_text(_staff(made.leaders), encoding="utf-8")
    for name, lines in written(made.leaders).items():
        (folder / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "surveys").mkdir()
    (folder / "surveys" / "small.yaml").write_text(SMALL_SURVEY, encoding="utf-8")
    made.office.database.dispose()
    counts: dict[str, Asked] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, value in SETTINGS.items():
            patch.setenv(f"FEEDBACK_{name}", value)
        patch.setenv("FEEDBACK_SURVEYS", str(folder / "surveys"))
        patch.setenv("FEEDBACK_INSTANCE", str(made.office.settings.instance))
        patch.setenv("FEEDBACK_BACKUPS", str(made.office.settings.backup_folder))
        for name, words in COMMANDS.items():
            url = databases.copy(made.office.database.url)
            patch.setenv("FEEDBACK_DATABASE_URL", url)
            with counted() as counts[name]:
                result = CliRunner().invoke(main, [*name.split(), *words])
            assert result.exit_code == 0 or name in REFUSED, (name, result.output)
            databases.drop(url)
    return counts


def _staff(leaders: int) -> str:
    """Write who works where, ten at each workplace, the first of them its head."""
    lines = (
        f"Person {n:05};person.{n:05}@example.se;Förvaltning {n // 100} / Enhet {n // 10};"
        f"{'ja' if n % 10 == 0 else ''}"
        for n in range(leaders * 10)
    )
    return "\n".join(("Namn;E-post;Organisation;Är chef", *lines))
