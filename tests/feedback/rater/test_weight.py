"""What a rater's phone has to load: little the first time, next to nothing after."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import surveys
from surveys.loader import load_survey
from surveys.model import Layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from webtest import TestApp

    from tests.factories import OpenCampaign

FIRST_LOAD_BYTES = 60_000
LATER_BYTES = 12_000
SURVEY = Path(surveys.__file__).parent / "definitions" / "orebro.yaml"


@pytest.mark.parametrize("layout", list(Layout))
def test_a_form_page_is_light(
    web: TestApp, make_campaign: Callable[..., OpenCampaign], layout: Layout
) -> None:
    survey = load_survey(SURVEY).model_copy(update={"layout": layout})
    campaign = make_campaign(survey=survey)
    link = campaign.link_to("anna@example.se")
    [subject] = set(re.findall(rf"{link}/([0-9a-f-]{{36}})/response", web.get(link).text))

    page = web.get(f"{link}/{subject}/response/1")
    assets = {
        tag["src"] if tag.has_attr("src") else tag["href"]
        for tag in page.html.select("link[rel=stylesheet], link[rel=icon], script[src]")
    }
    html = _transferred(page.body)
    first = html + sum(_transferred(web.get(asset).body) for asset in assets)

    assert len(assets) == 4
    assert first < FIRST_LOAD_BYTES
    assert html < LATER_BYTES


def _transferred(content: bytes) -> int:
    """Return how many bytes go over the wire, as the proxy packs them."""
    return len(gzip.compress(content, compresslevel=5))
