"""What is kept of a link: found by whoever brings it again, and by nobody else."""

from __future__ import annotations

from uuid import UUID

from feedback.ballot import code_for, retired_about, retired_link
from feedback.ballot.retired_links import DIGEST_BYTES

KEY = b"k" * 32
CAMPAIGN, OTHER = UUID(int=1), UUID(int=2)
CODE = code_for(KEY, number=7, version=1)


def test_the_same_link_is_found_again() -> None:
    again = code_for(KEY, number=7, version=1)

    kept = retired_about(retired_link(CODE, CAMPAIGN), OTHER)

    assert retired_about(retired_link(again, CAMPAIGN), OTHER) == kept
    assert len(kept) == DIGEST_BYTES


def test_no_other_link_campaign_or_subject_gives_the_same() -> None:
    links = [
        retired_link(code, campaign)
        for code in (CODE, code_for(KEY, number=7, version=2), code_for(KEY, number=8, version=1))
        for campaign in (CAMPAIGN, OTHER)
    ]

    kept = [retired_about(link, subject) for link in links for subject in (CAMPAIGN, OTHER)]

    assert len({*kept, *links}) == 18
