"""Leaders drawn at random, the awkward ones among them, for what must hold of every report."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from reports.disclosure import release_subjects
from reports.policy import DisclosurePolicy
from reports.sections.material import Material
from tests.reports.pdf.cases import COVER, responses_of, survey_of

SCALES = ((1, 4), (1, 5), (1, 6), (1, 10))


@st.composite
def materials(draw: st.DrawFn) -> Material:
    """Draw a leader: any groups, scale and level, seen alike or not, alike or scattered."""
    raters = {
        "self": draw(st.integers(0, 1)),
        "manager": draw(st.integers(0, 2)),
        "peer": draw(st.integers(0, 6)),
        "team": draw(st.integers(0, 14)),
    }
    scale = draw(st.sampled_from(SCALES))
    survey = survey_of(draw(st.integers(1, 4)), draw(st.integers(1, 5)), scale)
    level, own = draw(st.floats(*scale)), draw(st.floats(*scale))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    responses = responses_of(raters, survey)
    spread = draw(st.sampled_from((0.0, 0.7, 2.0)))
    drawn = rng.normal(level, spread, responses.ratings.shape)
    drawn += rng.normal(0, draw(st.sampled_from((0.0, 0.8))), responses.ratings.shape[1])
    drawn[: raters["self"]] = rng.normal(own, spread, (raters["self"], drawn.shape[1]))
    ratings = np.rint(drawn).clip(*scale).astype(np.int8)
    missing = rng.random(ratings.shape) < draw(st.sampled_from((0.0, 0.15)))
    ratings = np.where(missing, -1, ratings).astype(np.int8)
    release = release_subjects(replace(responses, ratings=ratings), DisclosurePolicy())["leader"]
    return Material(release, survey, COVER, "sv")
