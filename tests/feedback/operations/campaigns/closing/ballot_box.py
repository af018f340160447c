"""Fill a campaign's ballot box with responses that can be recognised afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.ballot import Mark, Part
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import submit, tasks_of
from tests.opening import open_link

if TYPE_CHECKING:
    from tests.factories import OpenCampaign

ITEMS = ("lugn", "lika", "misstag", "lyssnar", "berom", "mal")
RATERS = (
    ("self", ""),
    ("manager", "per@example.se"),
    *(("team", f"team{number}@example.se") for number in range(5)),
    *(("peer", f"peer{number}@example.se") for number in range(2)),
)


def fill(campaign: OpenCampaign) -> list[str]:
    """Let every rater answer about every leader, in the order of the links; return that order."""
    order = []
    for place, (address, link) in enumerate(campaign.links.items()):
        with campaign.database.writing() as session:
            access = open_link(session, campaign.settings.link_key_folder, link.removeprefix("/s/"))
            for task in tasks_of(session, access, has_conditions=True):
                if task.part is Part.RESPONSE:
                    submit(
                        session,
                        campaign.settings.link_key_folder,
                        task.invitation,
                        task.part,
                        answers_of(place),
                    )
                else:
                    submit(
                        session,
                        campaign.settings.link_key_folder,
                        task.invitation,
                        task.part,
                        Answers({"stod": 1 + place % 6}),
                    )
        order.append(address)
    return order


def answers_of(place: int) -> Answers:
    """Return what the rater at this place answers: unlike anybody else's."""
    ratings: dict[str, Mark] = {
        item: 1 + (place * 7 + column * column) % 6 for column, item in enumerate(ITEMS)
    }
    return Answers(ratings, {"fortsatt": f"Ord från plats {place:02}.", "borja": ""})
