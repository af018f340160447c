"""Ask axe-core, which lies beside this file, what a page makes hard to use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

_AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, *, only: str = "") -> list[str]:
    """Return axe's findings, one a line: the rule, and the first elements that break it."""
    options = {"runOnly": [only]} if only else {}
    # Evaluated, not added as a script: the page's own policy allows no foreign code.
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    found = page.evaluate("o => axe.run(o).then(result => result.violations)", options)
    return [
        f"{page.url}: {rule['id']}: " + "; ".join(node["html"] for node in rule["nodes"][:3])
        for rule in found
    ]
