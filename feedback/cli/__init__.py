"""The command line: what operators and scripts do, by the same operations as pages."""

from feedback.cli.main import main

__all__ = ["main"]
