"""Refuse files that hold a private key, a token or a password in an address.

A key of a campaign in the history would be a backup of it. Small on purpose: it looks for what
this project handles and for the tokens that hosts hand out.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

SECRETS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a token of GitHub": re.compile(r"\bgh[opsu]_[A-Za-z0-9]{36}\b"),
    "a token of GitLab": re.compile(r"\bglpat-[A-Za-z0-9_-]{20}\b"),
    "a key of AWS": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "a token of PyPI": re.compile(r"\bpypi-[A-Za-z0-9_-]{60,}"),
    "a password in an address": re.compile(
        r"\b(?:smtps?|postgres(?:ql)?|redis)://[^\s:/@'\"]+:"
        r"(?!(?:password|hemligt|secret|wrong|p%40ss%2Fword)@|\{)[^\s@/'\"]+@"
    ),
}
KEY_FILES = re.compile(r"\.(key|pem|p12|pfx)$")


def find_secrets(path: Path) -> list[str]:
    """List what a file holds that must not be in the history, with its line."""
    if KEY_FILES.search(path.name):
        return [f"{path}: a key file"]
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
    return [
        f"{path}:{number}: {kind}"
        for number, line in enumerate(lines, start=1)
        for kind, secret in SECRETS.items()
        if secret.search(line)
    ]


def main() -> int:
    """Print what was found in the files named; 1 if anything was."""
    found = [fault for name in sys.argv[1:] for fault in find_secrets(Path(name))]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
