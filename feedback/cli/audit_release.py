"""`feedback audit-release`: tells whether a combination of figures gives somebody away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reports.audit.file import judge, read_audit_cases
from reports.errors import FiguresError

if TYPE_CHECKING:
    from reports.audit.file import AuditedCase

UNSAFE = 1
BAD_INPUT = 2


@click.command("audit-release")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.pass_context
def audit_release(context: click.Context, file: Path, *, as_json: bool) -> None:
    """Judge figures exactly: safe, or whom a combination of them isolates.

    FILE holds {"k", "protected", "figures"}, or a list of them. A figure is a list of
    {"rater", "item", "weight"}; a weight is a whole number or a text such as "1/3".

    Exit code 0: all safe; 1: something is unsafe; 2: the file cannot be read.
    """
    try:
        findings = [judge(case) for case in read_audit_cases(file.read_text(encoding="utf-8"))]
    except (FiguresError, UnicodeDecodeError) as error:
        problems = error.problems if isinstance(error, FiguresError) else ["It is not UTF-8."]
        for problem in problems:
            click.echo(f"{file}: {problem}", err=True)
        context.exit(BAD_INPUT)
    if as_json:
        click.echo(json.dumps([_plain(finding) for finding in findings], ensure_ascii=False))
    else:
        for number, finding in enumerate(findings, 1):
            click.echo(_sentence(finding.case or str(number), finding))
    context.exit(0 if all(finding.is_safe for finding in findings) else UNSAFE)


def _plain(finding: AuditedCase) -> dict[str, object]:
    witness = finding.witness
    return {
        "case": finding.case,
        "safe": finding.is_safe,
        "min_support": finding.min_support,
        "witness": None if witness is None else list(witness.raters),
    }


def _sentence(name: str, finding: AuditedCase) -> str:
    witness = finding.witness
    if witness is None:
        return (
            f"{name}: safe, min_support {finding.min_support}; "
            f"every combination stands on at least {finding.k} protected raters."
        )
    return (
        f"{name}: UNSAFE, min_support {witness.support}; "
        f"a combination of the figures isolates {', '.join(witness.raters)}."
    )
