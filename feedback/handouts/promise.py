"""The promise in print: the same sentences as before the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedback.languages.words import Words
    from feedback.operations.handouts import Asker, Handout


def promise(handout: Handout, asker: Asker, _: Words) -> tuple[str, ...]:
    """Return what is promised to one rater, by how their answers are shown."""
    by_role = [leader for leader in handout.leaders if leader.is_shown_by_role]
    sentences = [_("It is voluntary.")]
    if len(by_role) < len(handout.leaders):
        sentences += _protected(handout, asker, _)
    sentences += [
        _(
            "You answer as %(group)s. Your answers are shown to %(name)s as yours.",
            group=asker.survey.text(leader.group.label, _.language).lower(),
            name=leader.name,
        )
        for leader in by_role
    ]
    return (
        *sentences,
        _("Once sent, your answers can be neither changed nor found again."),
        _("What you write is shown word for word. Somebody may then guess that it is you."),
        _readers(handout, _),
    )


def promise_in_short(handout: Handout, asker: Asker, _: Words) -> str:
    """Return the promise as it fits on a slip."""
    if any(leader.is_shown_by_role for leader in handout.leaders):
        return _("Voluntary. Before you answer it is told who sees your answers.")
    return _(
        "Voluntary and confidential: your answers are shown only together with those of "
        "at least %(others)s others.",
        others=asker.k - 1,
    )


def _protected(handout: Handout, asker: Asker, _: Words) -> list[str]:
    sentences = [
        _(
            "Nobody gets to see what just you answer. Your answers are shown only together "
            "with those of at least %(others)s other people.",
            others=asker.k - 1,
        )
    ]
    if handout.name:
        taken_away = _(
            "When the survey closes, the link between you and your answers is taken away."
        )
        return [*sentences, taken_away]
    return [*sentences, _("Nobody knows who has got which code.")]


def _readers(handout: Handout, _: Words) -> str:
    if len(handout.leaders) == 1:
        return _("Only %(name)s and the coach can open the report.", name=handout.leaders[0].name)
    return _("Only the leader and the coach can open each report.")
