"""Run every check, tell how each went and how long it took, and fail when one failed.

`checks.py test` is what `make test` runs, `checks.py quick` what of it a change reaches,
`checks.py proof` what `make proof` runs: a sample of `checks.py proof-all`. `checks.py counts`
sums up what their tests said, in pytest's words.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
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


@dataclass(frozen=True, slots=True)
class Step:
    """One check: what it is called and the command that fails when it does not hold."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step went."""

    name: str
    passed: bool
    seconds: float


def test_steps() -> list[Step]:
    """List all that `make test` checks, the quick ones first."""
    surveys = sorted(map(str, (ROOT / "surveys" / "definitions").glob("*.yaml")))
    return [
        Step("lock", (str(UV), "lock", "--check")),
        Step("format", ("ruff", "format", "--check", ".")),
        Step("lint", ("ruff", "check", ".")),
        Step("types", ("mypy",)),
        Step("contracts", ("lint-imports", "--no-logo")),
        Step("surveys", (sys.executable, "-m", "surveys", "check", *surveys)),
        Step("templates", ("djlint", "feedback/templates", "--lint", "--quiet")),
        Step("scripts", ("oxlint", "--deny-warnings")),
        Step("spelling", ("codespell", *_committed())),
        Step("secrets", (sys.executable, ".ci/find_secrets.py", *_committed())),
        Step(
            "tests", _pytest("not proof", "test", "-n", TESTS_AT_ONCE, "--dist=worksteal", *COVER)
        ),
        Step("coverage", ("coverage", "report", "--fail-under=95")),
    ]


def proof_steps() -> list[Step]:
    """List the sample of the long ones."""
    return [Step("proof", _pytest("proof and not whole", "proof", *BESIDE, *AT_LENGTH))]


def proof_all_steps() -> list[Step]:
    """List all of the long ones."""
    return [
        Step("proof-all", ("env", "PROOF=all", *_pytest("proof", "proof-all", *BESIDE, *AT_LENGTH)))
    ]


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


def _pytest(marks: str, result: str, *options: str) -> tuple[str, ...]:
    return ("pytest", "-m", marks, f"--junitxml={RESULTS / result}.xml", *options)


def run(steps: list[Step]) -> list[Outcome]:
    """Run all steps in turn; one that fails does not keep the others from telling."""
    return [_run(step) for step in steps]


def _run(step: Step) -> Outcome:
    print(f"\n── {step.name} {'─' * (76 - len(step.name))}", flush=True)
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    started = time.monotonic()
    # Nobody answers a question here, and a prompt would hang for ever.
    done = subprocess.run(
        step.command, check=False, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL
    )
    return Outcome(step.name, done.returncode == 0, time.monotonic() - started)


def tell(outcomes: list[Outcome]) -> None:
    """Print a line for each step and the sum."""
    print(f"\n{'─' * 80}")
    for outcome in outcomes:
        mark = "ok    " if outcome.passed else "FAILED"
        print(f"{mark} {outcome.name:<12} {outcome.seconds:7.1f} s")
    print(f"       {'in all':<12} {sum(outcome.seconds for outcome in outcomes):7.1f} s")


def counts() -> str:
    """Sum the results that test runs left behind, in the words of pytest's last line."""
    sums = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    seconds = 0.0
    for file in sorted(RESULTS.glob("*.xml")):
        for suite in ET.parse(file).getroot().iter("testsuite"):  # noqa: S314  # pytest wrote it
            seconds += float(suite.get("time", 0))
            for name in sums:
                sums[name] += int(suite.get(name, 0))
    passed = sums["tests"] - sums["failures"] - sums["errors"] - sums["skipped"]
    parts = [(sums["failures"], "failed"), (passed, "passed"), (sums["skipped"], "skipped")]
    parts.append((sums["errors"], "errors"))
    said = ", ".join(f"{count} {word}" for count, word in parts if count) or "no tests ran"
    return f" {said} in {seconds:.2f}s ".center(80, "=")


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
    (RESULTS / f"{sys.argv[1]}.xml").unlink(missing_ok=True)
    outcomes = run(steps)
    tell(outcomes)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
