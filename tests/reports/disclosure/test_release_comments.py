"""Which comments a release holds, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.disclosure import release_subjects
from reports.policy import DisclosurePolicy
from tests.reports.campaigns import make_responses, make_survey, shuffled

if TYPE_CHECKING:
    from reports.release import Comments
    from tests.reports.campaigns import Words

SURVEY = make_survey({"T": ("a",)}, questions=("keep", "change"))


def comments(sizes: dict[str, int], words: Words, policy: str = "merge") -> Comments:
    """Return the comments of a release with groups of these sizes."""
    sheets = {group: [[3]] * size for group, size in sizes.items()}
    responses = make_responses(SURVEY, {"L1": sheets}, {"L1": words})
    chosen = DisclosurePolicy(policy="drop" if policy == "drop" else "merge")
    first = release_subjects(responses, chosen)["L1"].comments
    assert release_subjects(shuffled(responses, 1), chosen)["L1"].comments == first
    return first


def test_comments_of_protected_raters_are_pooled_over_groups() -> None:
    found = comments(
        {"peer": 3, "team": 3},
        {"peer": [{"keep": "Lyssnar"}, {"keep": "Tydlig"}], "team": [{"keep": "Modig"}]},
    )

    assert [(key, sorted(texts)) for key, texts in found.others] == [
        ("keep", ["Lyssnar", "Modig", "Tydlig"])
    ]


def test_a_question_that_fewer_than_k_wrote_under_is_not_shown() -> None:
    found = comments({"peer": 6}, {"peer": [{"keep": "Lyssnar"}, {"keep": "Tydlig"}]})

    assert found.others == ()


def test_a_blank_text_is_no_comment() -> None:
    found = comments({"peer": 3}, {"peer": [{"keep": "Lyssnar"}, {"keep": "Ja"}, {"keep": " \n"}]})

    assert found.others == ()


def test_half_a_character_is_visibly_replaced_and_stops_nothing() -> None:
    found = comments(
        {"peer": 3}, {"peer": [{"keep": "Ja \ud83d!"}, {"keep": "👍"}, {"keep": "Nej"}]}
    )

    assert sorted(found.others[0][1]) == ["Ja \N{REPLACEMENT CHARACTER}!", "Nej", "👍"]


def test_words_of_a_hidden_group_are_neither_shown_nor_counted() -> None:
    words: Words = {
        "peer": [{"keep": "Lyssnar"}, {"keep": "Tydlig"}],
        "other": [{"keep": "Hemlig"}],
    }

    found = comments({"peer": 5, "other": 1}, words, policy="drop")

    assert found.others == ()


def test_words_of_a_merged_group_are_shown() -> None:
    words: Words = {
        "peer": [{"keep": "Lyssnar"}, {"keep": "Tydlig"}],
        "other": [{"keep": "Modig"}],
    }

    found = comments({"peer": 5, "other": 1}, words)

    assert len(found.others[0][1]) == 3


def test_nothing_displayed_means_no_words_of_others() -> None:
    found = comments({"peer": 2}, {"peer": [{"keep": "Lyssnar"}, {"keep": "Tydlig"}]})

    assert found.others == ()


def test_self_and_manager_stand_apart() -> None:
    found = comments(
        {"self": 1, "manager": 1, "peer": 3},
        {"self": [{"change": "Mer tid"}], "manager": [{"keep": "Trygg"}], "peer": []},
    )

    assert found.self_ == (("change", ("Mer tid",)),)
    assert found.identified == (("manager", "keep", ("Trygg",)),)
    assert found.others == ()


def test_the_order_differs_from_question_to_question() -> None:
    texts = [f"Text nummer {number}" for number in range(12)]
    found = comments({"peer": 12}, {"peer": [{"keep": text, "change": text} for text in texts]})

    orders = dict(found.others)
    assert sorted(orders["keep"]) == sorted(orders["change"]) == sorted(texts)
    assert orders["keep"] != orders["change"]
    assert list(orders["keep"]) != texts
