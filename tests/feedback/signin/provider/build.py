"""Bundle the tests' OpenID provider into one file that runs without an installation.

Run by `make assets`; needs npm. The result is committed, so that a test needs Node only,
and that comes in a wheel.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

HERE = Path(__file__).parent
# Some of its parts still ask for modules the old way.
BANNER = (
    'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);'
)


def build() -> None:
    """Install what the lock names, and bundle it."""
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=HERE, check=True)
    # It goes by the names of its classes, so these stay.
    names = ["--minify", "--keep-names", "--charset=utf8"]
    options = ["--bundle", "--platform=node", "--format=esm", *names]
    subprocess.run(
        [
            "node_modules/.bin/esbuild",
            "provider.js",
            *options,
            f"--banner:js={BANNER}",
            "--legal-comments=none",
            "--outfile=vendor/provider.js",
        ],
        cwd=HERE,
        check=True,
    )
    (HERE / "vendor" / "LICENSES.txt").write_text("\n\n".join(_licences()), encoding="utf-8")


def _licences() -> list[str]:
    """Collect the licences of what went into the bundle."""
    packages = sorted({file.parent for file in HERE.glob("node_modules/*/LICENSE*")})
    return [
        f"{package.name}\n\n{next(package.glob('LICENSE*')).read_text(encoding='utf-8').strip()}"
        for package in packages
        if package.name != "esbuild"
    ]


if __name__ == "__main__":
    build()
