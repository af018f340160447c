"""What can go wrong in the web product, as sentences; one place turns them into pages.

FeedbackError
├── LinkError               a rater's link that opens nothing, each with a page of its own
│   ├── LinkUnknownError
│   ├── LinkReplacedError
│   ├── SurveyNotOpenError
│   ├── SurveyEndedError
│   ├── SurveyCancelledError
│   └── SurveyLostError
├── TaskGoneError           the link is good, but not for this subject
├── AlreadyAnsweredError    a response was sent; nothing of it can be changed
├── ChangedMeanwhileError   another change came between a look and its write: look again
├── DraftLockedError        the link is on paper, and the draft wants its code word
├── AnswersTooLongError     the words do not fit into one envelope
├── NotSharedError          the release is not (yet) shared with whoever asks
├── StateError              a campaign is not in a state where this can be done
├── NoSealKeysError         this host has no seal keys, and this needs them
├── InputError              an input with faults, all of them told at once
└── CloseRefusedError       envelopes and answered invitations do not agree
    └── TamperedError       somebody changed in the database what the close goes by
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID


class Fault(Phrase):
    """A fault of an input as a sentence: English as it stands, translated in a page.

    `Fault("%(email)s is no e-mail address.", email=email)`; see `Phrase`.
    """

    __slots__ = ()


class FeedbackError(Exception):
    """The base of all errors meant for a person."""


class LinkError(FeedbackError):
    """A rater's link opens nothing; `page` names the page that says why."""

    page = "unknown"
    status = 404


class LinkUnknownError(LinkError):
    """The code was never given out, or was changed on the way."""


class LinkReplacedError(LinkError):
    """The rater's address was corrected: a newer link was mailed."""

    page = "replaced"
    status = 410


class SurveyNotOpenError(LinkError):
    """The campaign has not opened yet."""

    page = "not-open"
    status = 409


@dataclass(frozen=True, slots=True)
class ToldAfterwards:
    """The words that one leader sent to all who were asked."""

    leader: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        """The words, line by line."""
        return [line for line in self.text.splitlines() if line.strip()]


class SurveyEndedError(LinkError):
    """The campaign has closed; `thanks` is what leaders told all whom they had asked."""

    page = "ended"
    status = 409

    def __init__(self, thanks: Sequence[ToldAfterwards] = ()) -> None:
        """Remember what stands behind the link, if anything does."""
        super().__init__()
        self.thanks = thanks


class SurveyCancelledError(LinkError):
    """The campaign was cancelled; everything of raters is erased."""

    page = "cancelled"
    status = 410


class SurveyLostError(LinkError):
    """The campaign's key is lost, so no answer can be opened unless it comes back."""

    page = "lost"
    status = 410


class TaskGoneError(FeedbackError):
    """The link is good, but asks nothing about this subject (any more)."""


class AlreadyAnsweredError(FeedbackError):
    """The response was sent before; what comes now changes nothing."""


class ChangedMeanwhileError(FeedbackError):
    """What was looked at no longer stands as it was seen; looking again, and only that, helps."""


class DraftLockedError(FeedbackError):
    """The link stands on paper, and what is saved opens only with its code word."""

    def __init__(self, subject_id: UUID, part: str) -> None:
        """Remember what is saved: it is asked for on its own page."""
        super().__init__("the draft wants its code word")
        self.subject_id, self.part = subject_id, part


class AnswersTooLongError(FeedbackError):
    """The words do not fit into one envelope."""

    def __init__(self, excess: int) -> None:
        """Remember how many characters, at least, must go."""
        super().__init__(f"about {excess} characters too many")
        self.excess = excess


class NotSharedError(FeedbackError):
    """The release is not (yet) shared with whoever asks; to them it is not there."""


class NoSealKeysError(FeedbackError):
    """Seal keys are needed, and this host has none; says where to go."""

    def __init__(self) -> None:
        """Say where."""
        super().__init__(
            "This host has no seal keys (FEEDBACK_SEAL_KEYS=none). Do this on the host that has."
        )


class StateError(FeedbackError):
    """A campaign is not in a state where this can be done."""


class InputError(FeedbackError):
    """An input with faults: each is a sentence (a `Fault`, so that a page can translate it)."""

    def __init__(self, faults: Sequence[str]) -> None:
        """Keep every fault."""
        super().__init__("\n".join(faults))
        self.faults = list(faults)


class CloseRefusedError(FeedbackError):
    """Envelopes and answered invitations do not agree; says where."""

    def __init__(self, differences: list[str]) -> None:
        """Keep every difference."""
        super().__init__("\n".join(differences))
        self.differences = differences


class TamperedError(CloseRefusedError):
    """What the close goes by was changed in the database; says what, and what to do."""
