"""The command line: every operation that pages call, for operators and scripts."""

from feedback.cli.main import main

__all__ = ["main"]
