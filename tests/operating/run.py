"""One run through the document on one Debian, and what must be true at each of its stations."""

from __future__ import annotations

import re
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.operating import golden
from tests.operating.campaign import (
    LEADER,
    NAME,
    ORGANISER,
    MailServer,
    Office,
    WentWrongError,
    await_that,
    pdf_text,
)
from tests.operating.document import blocks_of
from tests.operating.packages import newer
from tests.operating.tree import Tree, enter

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.golden.installations import Installation

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "operating.md"


@dataclass(frozen=True, slots=True)
class Kind:
    """How one run differs from the others."""

    umask: int
    skipped: frozenset[str]


RUNS: Final = {
    "sqlite": Kind(0o077, frozenset({"PostgreSQL"})),
    "postgresql": Kind(0o027, frozenset()),
}


def run(name: str, root: Path, package: Path) -> int:
    """Go through the document; this process has mounts and network of its own."""
    kind = RUNS[name]
    enter(root)
    tree = Tree(root, kind.umask)
    shutil.copy(package, tree.at("/root"))
    server = MailServer()
    listening = server.listen()
    listening.start()
    try:
        _Walk(name, tree, kind, server, package).through()
    finally:
        tree.type("systemctl stop feedback.target || true\n")
        listening.stop()
    return 0


@dataclass
class _Walk:
    name: str
    tree: Tree
    kind: Kind
    server: MailServer
    package: Path
    office: Office = field(init=False)
    campaign: str = ""
    older: Installation | None = None
    started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        certificate = self.tree.at("/etc/ssl/certs/feedback.pem")
        self.office = Office(certificate, self.server)

    def through(self) -> None:
        """Type block after block; before or after some sections look, or do what people do."""
        before: dict[str, Callable[[], None]] = {
            "Keys and their mirrors": self.let_mail_leave_at_any_hour,
            "Backup and restore": self.ask_and_answer_half,
            "Restore": self.answer_the_rest,
            "Upgrade and removal": self.put_the_older_version_there,
        }
        after: dict[str, Callable[[], None]] = {
            "Install": self.look_at_what_was_made,
            "Start": self.look_at_who_owns_what,
            "Restore": self.go_on_after_the_restore,
            "Upgrade and removal": self.look_after_the_upgrade,
        }
        section = ""
        for block in blocks_of(DOCUMENT.read_text(encoding="utf-8")):
            if block.section in self.kind.skipped:
                continue
            if block.section != section:
                after.pop(section, _nothing)()
                section = block.section
                before.pop(section, _nothing)()
                self.tell(section)
            if block.path:
                self.tree.write(block.path, block.text)
            else:
                self.tree.type(block.text)
        after.pop(section, _nothing)()
        if before or after:
            raise WentWrongError(f"The document has no section {', '.join({**before, **after})}.")
        self.remove()
        self.tell("removed: all of the document has been done")

    def tell(self, words: str) -> None:
        """Say where we are, and when."""
        print(f"{self.name:>10}  {time.monotonic() - self.started:6.1f} s  {words}", flush=True)

    def look_at_what_was_made(self) -> None:
        """Whatever the umask: each setting is read by those who need it."""
        for path, shown in (
            ("/etc/feedback/common.env", "-rw-r----- root feedback"),
            ("/etc/feedback/web.env", "-rw-r----- root feedback-web"),
            ("/etc/feedback/worker.env", "-rw-r----- root feedback-worker"),
            ("/var/lib/feedback", "drwxrws--- feedback-worker feedback"),
            ("/var/lib/feedback-keys/link", "drwxr-s--- feedback-worker feedback"),
            ("/var/lib/feedback-keys/seal", "drwx------ feedback-worker feedback-worker"),
            ("/var/backups/feedback", "drwx------ feedback-worker feedback-worker"),
        ):
            found = self.tree.type(f"stat -c '%A %U %G' {path}\n").strip()
            if found != shown:
                raise WentWrongError(f"{path} is {found}, not {shown}.")
        # What systemd itself, which does not run here, thinks of the units' protections.
        self.tree.type(
            "for unit in /usr/lib/systemd/system/feedback-*.service; do\n"
            "systemd-analyze security --offline=yes --threshold=50 $unit; done\n"
        )

    def let_mail_leave_at_any_hour(self) -> None:
        """Nobody waits for Monday morning here."""
        with self.tree.at("/etc/feedback/common.env").open("a", encoding="utf-8") as file:
            file.write("FEEDBACK_MAIL_HOURS=always\nFEEDBACK_MAIL_PER_MINUTE=own-relay\n")

    def look_at_who_owns_what(self) -> None:
        """Nothing belongs to root, and the web cannot read a seal key."""
        found = self.tree.type(
            "find /var/lib/feedback /var/lib/feedback-keys/* /mnt/second/feedback/*"
            " /var/backups/feedback -user root\n"
        )
        if found:
            raise WentWrongError(f"These belong to root: {found}")
        for folder in ("/var/lib/feedback-keys/seal", "/mnt/second/feedback/seal"):
            self.tree.type(f"! runuser -u feedback-web -- ls {folder}\n")
        said = self.tree.type("feedback --as-web doctor || true\n")
        if "seal keys: closed to the web" not in said or "FAULT" in said:
            raise WentWrongError(f"The doctor does not see what the web sees: {said}")
        said = self.tree.type("touch mine.yaml\n! feedback survey check mine.yaml\n")
        if not said.startswith("mine.yaml: feedback-worker may not read it."):
            raise WentWrongError(f"A file of root's own is not told of: {said}")

    def ask_and_answer_half(self) -> None:
        """Set a campaign up on the pages, launch it, answer half, at both programs' cost."""
        self.office.await_health()
        self.campaign = self.office.set_up()
        # On the page it opens half an hour later; an operator may do it at once.
        self.tree.type(f"feedback campaign undo-launch {NAME}\n")
        self.tree.type(f"feedback campaign launch {NAME} --now --yes\n")
        await_that(lambda: len(self.office.links()) >= 11, "everybody has a link")
        self.tell("invited")
        links = self.office.links()
        self.count(self.office.answer(links[:6]), 6)
        self.tell("half have answered")
        self.tell_memory()

    def answer_the_rest(self) -> None:
        """Answer what the backup does not know."""
        self.count(self.office.answer(self.office.links()[6:]), 5)

    def go_on_after_the_restore(self) -> None:
        """Who answered after the backup answers once more; then close, share, read."""
        self.office.await_health()
        self.count(self.office.answer(self.office.links()[6:]), 5)
        organiser = self.office.sign_in(ORGANISER)
        self.office.press(organiser, f"{self.campaign}/close")
        self.await_closed(NAME)
        for whom in ("coach", "leader"):
            self.tree.type(f"feedback campaign share {NAME} --with {whom}\n")
        leader = self.office.sign_in(LEADER)
        index = leader.get("/my-reports/")
        (report,) = {link for link in index.links if re.search(r"/my-reports/[0-9a-f-]{36}$", link)}
        pdf = leader.get(f"{report}/report.sv.pdf")
        if "Lars Ek" not in pdf_text(pdf.body):
            raise WentWrongError("The leader's report does not name the leader.")
        self.look_into_logs()

    def await_closed(self, name: str) -> None:
        """Wait until the worker has closed a campaign."""
        shown = f"feedback campaign list | grep {name}\n"
        await_that(lambda: "closed" in self.tree.type(shown), f"{name} is closed")

    def put_the_older_version_there(self) -> None:
        """Give the upgrade a newer package, and an open campaign of a version long before."""
        newer(self.package, self.tree.at("/root"))
        self.tree.type("systemctl stop feedback.target\n")
        self.older = golden.lay(self.tree, is_postgresql="PostgreSQL" not in self.kind.skipped)
        # From now on the package finds a system that runs, and stops what it must: apt's scripts
        # look for programs in /usr/bin only.
        self.tree.at("/run/systemd/system").mkdir(parents=True)
        self.tree.type("cp /usr/local/bin/systemctl /usr/bin/systemctl\n")

    def look_into_logs(self) -> None:
        """No log names a link."""
        codes = [link.split("/")[2] for link in self.office.links()]
        for file in self.tree.at("/var/log").rglob("*"):
            if file.is_file() and any(code.encode() in file.read_bytes() for code in codes):
                raise WentWrongError(f"{file} knows a rater's link.")

    def look_after_the_upgrade(self) -> None:
        """See the newer version serve, and count what was begun under the older one."""
        self.office.await_health()
        if "+later" not in self.tree.type("dpkg-query -W feedback360\n"):
            raise WentWrongError("The newer package was not installed.")
        assert self.older is not None
        link = f"/s/{self.older.content['links'][golden.WITH_A_DRAFT]}"
        self.count(self.office.answer([link]), 1)
        self.tree.type(f"feedback campaign close {golden.NAME} --yes\n")
        self.await_closed(golden.NAME)

    def remove(self) -> None:
        """Purge the package: database and backups stay."""
        self.tree.type("apt-get purge -y feedback360\n")
        for path in ("/var/lib/feedback-keys/seal", "/var/backups/feedback"):
            if not self.tree.at(path).exists():
                raise WentWrongError(f"Purging took {path}.")

    def tell_memory(self) -> None:
        """Print the memory of each process."""
        for file in sorted(Path("/proc").glob("[0-9]*/smaps_rollup")):
            command = (file.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if "/opt/feedback" in command:
                sizes = dict(
                    line.split()[:2] for line in file.read_text(encoding="ascii").splitlines()[1:]
                )
                user = pwd_name(self.tree, file.parent.stat().st_uid)
                self.tell(f"{user}: {int(sizes['Rss:']) // 1024} MB, {command[-30:]}")

    @staticmethod
    def count(receipts: int, expected: int) -> None:
        """Every answer has its receipt."""
        if receipts != expected:
            raise WentWrongError(f"{receipts} receipts were seen, not {expected}.")


def pwd_name(tree: Tree, number: int) -> str:
    """Return the name of a user of this Debian."""
    lines = tree.at("/etc/passwd").read_text(encoding="utf-8").splitlines()
    return next(line.split(":")[0] for line in lines if line.split(":")[2] == str(number))


def _nothing() -> None:
    """Do nothing."""
