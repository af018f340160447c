"""Build the styles and scripts in feedback/static from the sources beside this file.

Run by `make assets`; needs Node. The result is committed, so nobody else needs Node. What
it was built from is noted beside it, so that a test without Node notices a stale one; a
proof builds again and compares.
"""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
STYLES = Path(__file__).parent / "styles"
SCRIPTS = Path(__file__).parent / "scripts"
STATIC = ROOT / "feedback" / "static"
MODULES = ROOT / "node_modules"
BUILT = ("rater.css", "staff.css", "closing.js", "rater.js", "staff.js")
BUILT_FROM = Path(__file__).parent / "built-from.txt"


def build(target: Path) -> None:
    """Compile every stylesheet and bundle every script into a folder."""
    if not all((MODULES / ".bin" / tool).exists() for tool in ("sass", "esbuild")):
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=ROOT, check=True)
    sheets = [STYLES / f"{Path(name).stem}.scss" for name in BUILT if name.endswith(".css")]
    scripts = [SCRIPTS / name for name in BUILT if name.endswith(".js")]
    options = ["--style=compressed", "--no-source-map", f"--load-path={MODULES}"]
    _run("sass", *options, *(f"{sheet}:{target / sheet.stem}.css" for sheet in sheets))
    # One file each: a page waits for no second one.
    _run(
        "esbuild", *map(str, scripts), "--bundle", "--minify", "--format=esm", f"--outdir={target}"
    )


def sources_digest() -> str:
    """Return the SHA-256 of every source, of the tools' versions and of what is committed."""
    digest = hashlib.sha256()
    sources = (*sorted(STYLES.glob("*.scss")), *sorted(SCRIPTS.rglob("*.js")))
    built = (STATIC / name for name in BUILT)
    for file in (*sources, ROOT / "package-lock.json", *built):
        digest.update(f"{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([MODULES / ".bin" / tool, *arguments], cwd=ROOT, check=True)


if __name__ == "__main__":
    build(STATIC)
    BUILT_FROM.write_text(f"{sources_digest()}\n", encoding="ascii")
