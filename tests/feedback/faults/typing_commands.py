"""Commands that are typed while something is wrong: done, or refused in a few lines."""

from __future__ import annotations

from tests.feedback.cli.commands import feedback

MOST_LINES = 3


def typed(*words: str, is_refused: bool = False) -> None:
    """Type a command, which does it unless it must refuse, or says in a few lines why not."""
    done = feedback(*words)
    assert done.exit_code or not is_refused
    if done.exit_code:
        assert isinstance(done.exception, SystemExit), done.exception
        assert 1 <= len(done.output.splitlines()) <= MOST_LINES, done.output
