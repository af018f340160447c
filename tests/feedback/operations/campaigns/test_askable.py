"""A survey that no campaign can ask is not offered, and refused with every reason at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from feedback.errors import InputError
from feedback.models import Campaign
from feedback.operations.campaigns.arranging import arrange, arrangement_of, choose_survey
from feedback.operations.campaigns.askable import is_askable, survey_faults
from surveys.library import list_surveys
from surveys.loader import parse_survey
from tests.acting import by
from tests.factories import small_survey
from tests.surveys.samples import SMALL, changed

if TYPE_CHECKING:
    from tests.feedback.office import Office

PARTS = """\
own_parts:
  - key: mal
    kind: goals
    title: {sv: Mål, en: Goals}
    traits:
      - {key: competence, name: {sv: K}, items: [{key: kan, text: {sv: Jag kan.}}]}
"""


def test_the_surveys_about_leaders_are_offered_and_no_others() -> None:
    offered = {survey.id for survey in list_surveys() if is_askable(survey)}

    assert offered == {survey.id for survey in list_surveys() if survey.subject == "leader"}
    assert len(offered) == 7


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (SMALL[: SMALL.index("conditions:")] + PARTS, "has own_parts"),
        (changed('"Hur ofta gör {name} så här?"', '"Så gör {name}: {initiative}"'), "initiative"),
        (changed("    name: {sv: Trygg", "    asked_of: [team]\n    name: {sv: Trygg"), "groups"),
    ],
)
def test_what_campaigns_cannot_do_yet_is_told(text: str, why: str) -> None:
    [told] = map(str, survey_faults(parse_survey(text)))

    assert why in told
    assert "yet" in told


def test_a_campaign_shows_no_fewer_answers_than_its_survey_says(small_office: Office) -> None:
    careful = small_survey().model_copy(update={"min_group": 5})
    draft = small_office.draft()

    with small_office.database.writing() as session:
        campaign = session.get_one(Campaign, draft)
        wanted = arrangement_of(campaign)
        with pytest.raises(InputError, match="shows no fewer than 5 answers"):
            choose_survey(session, campaign, careful, by=by())
        arrange(session, campaign, replace(wanted, k=6), by=by(small_office.now))
        choose_survey(session, campaign, careful, by=by())
        with pytest.raises(InputError, match="k is 4"):
            arrange(session, campaign, replace(wanted, k=4), by=by(small_office.now))
        arrange(session, campaign, replace(wanted, k=5), by=by(small_office.now))
