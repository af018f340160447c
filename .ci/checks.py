"""Run every check, tell how each went and how long it took, and fail when one failed.

`checks.py test` is what `make test` runs, `checks.py quick` what of it a change reaches,
`checks.py proof` what `make proof` runs: a sample of `checks.py proof-all`. `checks.py counts`
sums up what their tests said, in pytest's words.

In continuous integration a few tests that fail are asked once more, alone, with the same seed and
the same examples: what is wrong fails again, and what passes then is named as unsteady (ADR 82).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from reach import changed_files

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / ".ci" / "results"
UV = ROOT / ".uv" / "bin" / "uv"
TESTS_AT_ONCE = "2"  # a browser and two servers beside each: more only waits
COVER = ("--cov", "--cov-report=")  # measured here, judged by a step of its own
BESIDE = ("-n", TESTS_AT_ONCE, "--dist=loadfile")  # a file at a time each, for most of them wait
AT_LENGTH = ("--timeout=3600", "--durations=10")
ASKED_AGAIN = 3
"""More failures than that are no accident of the moment: nobody asks again."""
AGAIN = "-again"
WHOLE = ("env", "PROOF=all")
ONCE_MORE = (
    *("--last-failed", "--last-failed-no-failures=none", "--randomly-seed=last", "-n0"),
    "--no-cov",  # what a few tests reach would stand where stands what all of them did
)


FAILED, PASSED, SKIPPED = "failed", "passed", "skipped"


@dataclass(frozen=True, slots=True)
class Step:
    """One check: what it is called and the command that fails when it does not hold."""

    name: str
    command: tuple[str, ...]
    result: str = ""
    """The file in which its tests say how they went, without folder and suffix."""

    def once_more(self) -> Step | None:
        """Return the step that asks its failed tests again, if that may tell anything new."""
        if not self.result or not os.environ.get("CI"):
            return None
        failed = [case for case, said in _said(self.result).items() if said == FAILED]
        if not 0 < len(failed) <= ASKED_AGAIN:
            return None
        told = f"--junitxml={RESULTS / self.result}{AGAIN}.xml"
        options = [each for each in self.command if not each.startswith("--junitxml=")]
        return Step(f"{self.name} again", (*options, told, *ONCE_MORE))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step went."""

    name: str
    passed: bool
    seconds: float
    unsteady: tuple[str, ...] = ()
    """The tests that failed at first and passed when asked again."""


def test_steps() -> list[Step]:
    """List all that `make test` checks, the quick ones first."""
    surveys = sorted(map(str, (ROOT / "surveys" / "definitions").glob("*.yaml")))
    return [
        Step("lock", (str(UV), "lock", "--check")),
        Step("format", ("ruff", "format", "--check", ".")),
        Step("lint", ("ruff", "check", ".")),
        Step("types", ("mypy", "--num-workers=2")),
        Step("contracts", ("lint-imports", "--no-logo")),
        Step("surveys", (sys.executable, "-m", "surveys", "check", *surveys)),
        Step("templates", ("djlint", "feedback/templates", "--lint", "--quiet")),
        Step("scripts", ("oxlint", "--deny-warnings")),
        Step("spelling", ("codespell", *_committed())),
        Step("secrets", (sys.executable, ".ci/find_secrets.py", *_committed())),
        _tests("tests", "not proof", "test", "-n", TESTS_AT_ONCE, "--dist=worksteal", *COVER),
        Step("coverage", ("coverage", "report", "--fail-under=95")),
    ]


def proof_steps() -> list[Step]:
    """List the sample of the long ones."""
    return [_tests("proof", "proof and not whole", "proof", *BESIDE, *AT_LENGTH)]


def proof_all_steps() -> list[Step]:
    """List all of the long ones."""
    return [_tests("proof-all", "proof", "proof-all", *BESIDE, *AT_LENGTH, before=WHOLE)]


def quick_steps() -> list[Step]:
    """List what a change reaches of all that, within a minute."""
    changed = changed_files()
    python = tuple(name for name in changed if name.endswith(".py"))
    pages = tuple(name for name in changed if name.startswith("feedback/templates/"))
    scripts = tuple(name for name in changed if name.endswith(".js"))
    steps = [
        (python, Step("format", ("ruff", "format", "--check", "--force-exclude", *python))),
        (python, Step("lint", ("ruff", "check", "--force-exclude", *python))),
        (python, Step("types", ("mypy",))),  # from its cache: what the change reaches
        (python, Step("contracts", ("lint-imports", "--no-logo"))),
        (pages, Step("templates", ("djlint", *pages, "--lint", "--quiet"))),
        (scripts, Step("scripts", ("oxlint", "--deny-warnings"))),
        (changed, Step("spelling", ("codespell", *changed))),
        (changed, Step("tests", (sys.executable, ".ci/quick.py"))),
    ]
    return [step for reached, step in steps if reached]


def _committed() -> list[str]:
    """List what git holds or would add: spelling inside installed packages is not ours."""
    listing = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    found = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [name for name in found.split("\0") if name and (ROOT / name).is_file()]


def _tests(name: str, marks: str, result: str, *options: str, before: tuple[str, ...] = ()) -> Step:
    told = f"--junitxml={RESULTS / result}.xml"
    return Step(name, (*before, "pytest", "-m", marks, told, *options), result)


def run(steps: list[Step]) -> list[Outcome]:
    """Run all steps in turn; one that fails does not keep the others from telling."""
    return [_asked_again(step, _run(step)) for step in steps]


def _run(step: Step) -> Outcome:
    print(f"\n── {step.name} {'─' * (76 - len(step.name))}", flush=True)
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "OPENBLAS_NUM_THREADS": "1",  # small matrices: beside other tests, threads only wait
    }
    started = time.monotonic()
    # Nobody answers a question here, and a prompt would hang for ever.
    done = subprocess.run(
        step.command, check=False, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL
    )
    return Outcome(step.name, done.returncode == 0, time.monotonic() - started)


def _asked_again(step: Step, outcome: Outcome) -> Outcome:
    again = None if outcome.passed else step.once_more()
    if again is None:
        return outcome
    before = _said(step.result)
    second = _run(again)
    unsteady = tuple(f"{case[0]}::{case[1]}" for case, said in before.items() if said == FAILED)
    seconds = outcome.seconds + second.seconds
    return Outcome(step.name, second.passed, seconds, unsteady if second.passed else ())


def tell(outcomes: list[Outcome]) -> None:
    """Print a line for each step and the sum."""
    print(f"\n{'─' * 80}")
    for outcome in outcomes:
        mark = "ok    " if outcome.passed else "FAILED"
        print(f"{mark} {outcome.name:<12} {outcome.seconds:7.1f} s")
        for test in outcome.unsteady:
            print(f"       UNSTEADY, to be mended next: {test}")
    print(f"       {'in all':<12} {sum(outcome.seconds for outcome in outcomes):7.1f} s")


def counts() -> str:
    """Sum the results that test runs left behind, in the words of pytest's last line."""
    cases: dict[tuple[str, str], str] = {}
    firsts = [file.stem for file in RESULTS.glob("*.xml") if not file.stem.endswith(AGAIN)]
    for result in sorted(firsts):
        cases |= _said(result) | _said(f"{result}{AGAIN}")
    sums = Counter(cases.values())
    said = ", ".join(f"{sums[word]} {word}" for word in (FAILED, PASSED, SKIPPED) if sums[word])
    return f" {said or 'no tests ran'} in {_seconds():.2f}s ".center(80, "=")


def _said(result: str) -> dict[tuple[str, str], str]:
    """Read how each test of a run went, by its file and its name."""
    file = RESULTS / f"{result}.xml"
    if not file.is_file():
        return {}
    found: dict[tuple[str, str], str] = {}
    for case in ET.parse(file).getroot().iter("testcase"):  # noqa: S314  # pytest wrote it
        key = (case.get("classname", ""), case.get("name", ""))
        kinds = {child.tag for child in case}
        said = FAILED if kinds & {"failure", "error"} else SKIPPED if "skipped" in kinds else PASSED
        found[key] = FAILED if found.get(key) == FAILED else said
    return found


def _seconds() -> float:
    suites = [ET.parse(file).getroot().iter("testsuite") for file in RESULTS.glob("*.xml")]  # noqa: S314  # pytest wrote it
    return sum(float(suite.get("time", 0)) for found in suites for suite in found)


def main() -> int:
    """Do what the command line names."""
    RESULTS.mkdir(exist_ok=True)
    if sys.argv[1:] == ["counts"]:
        print(counts())
        return 0
    kinds = {
        "quick": quick_steps,
        "test": test_steps,
        "proof": proof_steps,
        "proof-all": proof_all_steps,
    }
    steps = kinds[sys.argv[1]]()
    for told in (sys.argv[1], f"{sys.argv[1]}{AGAIN}"):
        (RESULTS / f"{told}.xml").unlink(missing_ok=True)
    outcomes = run(steps)
    tell(outcomes)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
