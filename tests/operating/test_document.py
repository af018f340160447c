"""Commands and files are taken out of the document as they stand there."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.house_rules.repository import text_of
from tests.operating.document import Block, StrangeBlockError, blocks_of

TEXT = """\
# Title

## Install

```sh
apt install x
echo "a
b"
```

    not run

### A file

```ini /etc/x.env
A=1
```
"""


def test_commands_and_files_are_taken_out_with_their_sections() -> None:
    assert blocks_of(TEXT) == [
        Block("Install", 5, 'apt install x\necho "a\nb"\n'),
        Block("A file", 15, "A=1\n", "/etc/x.env"),
    ]


@pytest.mark.parametrize("fence", ["```", "```ini", "```sh /etc/x", "```sh\nwithout an end"])
def test_a_block_that_nobody_would_run_is_a_fault(fence: str) -> None:
    with pytest.raises(StrangeBlockError, match="Line 1"):
        blocks_of(f"{fence}\n")


def test_the_document_holds_commands_that_a_shell_understands() -> None:
    blocks = blocks_of(text_of(Path("docs/operating.md")))

    for block in blocks:
        if block.path is None:
            subprocess.run(["bash", "-n"], input=block.text, text=True, check=True)
    assert {"Install", "Start", "Restore"} <= {block.section for block in blocks}
