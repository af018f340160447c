"""A pulse: a few behaviours of a survey, asked again as perceived change.

One leader's own then and now can seldom be told apart from chance; so a pulse asks those
who see the leader whether something has changed, and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from surveys.model import Layout, Scale, Status, Survey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveys.model import Item, LocalisedText, Trait

MOST_ITEMS: Final = 4
"""A pulse takes a minute; more would be a survey."""

_LABELS: Final[dict[int, LocalisedText]] = {
    1: {
        "sv": "Mycket mindre nu",
        "en": "Much less now",
        "fi": "Paljon vähemmän nyt",
        "uk": "Набагато менше тепер",
        "ar": "أقل بكثير الآن",
        "so": "Hadda aad uga yar",
    },
    2: {
        "sv": "Lite mindre",
        "en": "A little less",
        "fi": "Vähän vähemmän",
        "uk": "Трохи менше",
        "ar": "أقل قليلًا",
        "so": "Wax yar ka yar",
    },
    3: {
        "sv": "Som förut",
        "en": "As before",
        "fi": "Kuten ennen",
        "uk": "Як раніше",
        "ar": "كما كان",
        "so": "Sidii hore",
    },
    4: {
        "sv": "Lite mer",
        "en": "A little more",
        "fi": "Vähän enemmän",
        "uk": "Трохи більше",
        "ar": "أكثر قليلًا",
        "so": "Wax yar ka badan",
    },
    5: {
        "sv": "Mycket mer nu",
        "en": "Much more now",
        "fi": "Paljon enemmän nyt",
        "uk": "Набагато більше тепер",
        "ar": "أكثر بكثير الآن",
        "so": "Hadda aad uga badan",
    },
}
_CANNOT_JUDGE: Final = {
    "sv": "Kan inte bedöma",
    "en": "Cannot judge",
    "fi": "En osaa arvioida",
    "uk": "Не можу оцінити",  # noqa: RUF001 - Ukrainian
    "ar": "لا أستطيع التقييم",
    "so": "Ma qiimayn karo",
}
_QUESTION: Final = {
    "sv": "Hur har det blivit sedan {since}?",
    "en": "How has it become since {since}?",
    "fi": "Miten asia on muuttunut: {since}?",
    "uk": "Що змінилося з того часу ({since})?",
    "ar": "كيف تغيّر الأمر منذ {since}؟",
    "so": "Sidee bay isu beddeshay tan iyo {since}?",
}
_TITLE: Final = {
    "sv": "Puls",
    "en": "Pulse",
    "fi": "Pulssi",
    "uk": "Пульс",
    "ar": "نبض",
    "so": "Garaac",
}


def pulse_survey(survey: Survey, keys: Sequence[str], since: LocalisedText) -> Survey:
    """Return the survey of a pulse on some items; `since` ends the question, by language.

    Raises ValueError for none, too many, unknown or reversed items: more of a reversed one
    would be worse, and people would misread their own answers.
    """
    refuse_faulty(survey, keys)
    lead = {language: _QUESTION[language].format(since=words) for language, words in since.items()}
    return Survey.model_validate(
        {
            "id": f"{survey.id}-pulse",
            "version": survey.version,
            "status": Status(survey.status),
            "languages": survey.languages,
            "unreviewed": survey.unreviewed,
            "title": _TITLE,
            "layout": Layout.ONE_PAGE,
            "lead": lead,
            "lead_self": lead,
            "scale": _scale().model_dump(by_alias=True),
            "groups": [group.model_dump() for group in survey.groups],
            "traits": [
                part.model_dump(by_alias=True)
                for trait in survey.traits
                if (part := _asked_of(trait, keys)).items
            ],
        }
    )


def refuse_faulty(survey: Survey, keys: Sequence[str]) -> None:
    """Raise ValueError for items that a pulse cannot ask about."""
    known = {item.key for item in pulse_items(survey)}
    if not 1 <= len(set(keys)) <= MOST_ITEMS or not set(keys) <= known:
        raise ValueError(f"a pulse asks about 1 to {MOST_ITEMS} items that are not reversed")


def pulse_items(survey: Survey) -> list[Item]:
    """Return the items that a pulse may ask about, in the survey's order."""
    return [item for item in survey.items if not item.reversed]


def _scale() -> Scale:
    return Scale.model_validate(
        {"from": 1, "to": 5, "labels": _LABELS, "favourable_from": 4, "cannot_judge": _CANNOT_JUDGE}
    )


def _asked_of(trait: Trait, keys: Sequence[str]) -> Trait:
    items = tuple(item for item in trait.items if item.key in keys)
    return trait.model_copy(update={"items": items, "reflection": (), "actions": ()})
