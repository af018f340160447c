"""Bundle the document that our scripts are tested in into one file that needs no installation.

Run by `make assets`; needs npm. The result is committed, so that a test needs Node only,
and that comes in a wheel.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
BUNDLE = HERE / "vendor" / "happy-dom.js"
# A sample certificate with its key, for requests that are not made here; no file may hold a key.
KEYS = re.compile(r"-----BEGIN ([A-Z ]+)-----.*?-----END \1-----", re.DOTALL)
# Some of its parts still ask for modules the old way.
BANNER = (
    'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);'
)


def build() -> None:
    """Install what the lock names, and bundle it with its licences."""
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=HERE, check=True)
    subprocess.run(
        [
            "node_modules/.bin/esbuild",
            "node_modules/happy-dom/lib/index.js",
            *("--bundle", "--platform=node", "--format=esm", "--minify", "--keep-names"),
            f"--banner:js={BANNER}",
            "--legal-comments=none",
            f"--outfile={BUNDLE}",
        ],
        cwd=HERE,
        check=True,
    )
    BUNDLE.write_text(KEYS.sub("", BUNDLE.read_text(encoding="utf-8")), encoding="utf-8")
    licences = [
        f"{file.parent.name}\n\n{file.read_text(encoding='utf-8').strip()}"
        for file in sorted(HERE.glob("node_modules/*/LICENSE*"))
        if file.parent.name != "esbuild"
    ]
    (HERE / "vendor" / "LICENSES.txt").write_text("\n\n".join(licences) + "\n", encoding="utf-8")


if __name__ == "__main__":
    build()
