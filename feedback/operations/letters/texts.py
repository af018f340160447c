"""Letters written for a programme: check, keep, show, and go back to the standard text.

Whoever writes one needs no template language: {names} in braces stand for what differs
from mail to mail, and everything else is sent as it stands. Pages show each name in words;
what is wrong is told in those (`called`, by the names that letters are kept with).
"""

from __future__ import annotations

import difflib
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, delete, select

from feedback.errors import Fault, InputError
from feedback.mail.rendering import PLACEHOLDER, render_mail, render_text
from feedback.mail.templates import (
    LetterText,
    candidates,
    languages_of,
    names_in_standard,
    standard_text,
)
from feedback.models import MailText
from feedback.operations import audit_log
from feedback.operations.acts import Act

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.mail import RenderedMail
    from feedback.models import Programme
    from feedback.operations.acts import Actor
    from feedback.operations.letters.kinds import MailKind

LONGEST_SUBJECT: Final = 150
LONGEST_BODY: Final = 10_000
IN_LINES_OF_THEIR_OWN: Final = frozenset({"link", "subjects", "contact", "waves"})
"""Names that stand for whole paragraphs."""

ALWAYS_KNOWN: Final = frozenset(
    {"recipient", "organisation", "contact", "contact_name", "contact_phone", "contact_email"}
)
"""Names that every mail has a word for."""

AS_KEPT: Final[Mapping[str, str]] = MappingProxyType({})
"""Calls each name as letters are kept."""

_OWN: Final = select(MailText.subject, MailText.body).where(
    MailText.programme_id == bindparam("of_programme"),
    MailText.kind == bindparam("of_kind"),
    MailText.language == bindparam("in_language"),
)
_BRACES: Final = re.compile(r"[{}]")


def names_for(kind: str) -> frozenset[str]:
    """Return the names that a letter of a kind may use: those of its standard texts, and ours."""
    return ALWAYS_KNOWN.union(*(names_in_standard(kind, one) for one in languages_of(kind)))


def own_text(
    session: Session, programme_id: UUID | None, kind: str, language: str
) -> LetterText | None:
    """Return the letter that was written for a programme, or None where the standard holds."""
    if programme_id is None:
        return None
    session.flush()
    which = {"of_programme": programme_id, "of_kind": kind, "in_language": language}
    row = session.connection().execute(_OWN, which).first()
    return LetterText(row.subject, row.body) if row else None


def text_of(session: Session, programme: Programme, kind: str, language: str) -> LetterText:
    """Return a programme's letter as people edit it: its own, or the standard one."""
    return own_text(session, programme.id, kind, language) or standard_text(kind, language)


def own_texts(session: Session, programme: Programme) -> set[tuple[str, str]]:
    """Return the kinds and languages that a programme has letters of its own for."""
    rows = session.execute(
        select(MailText.kind, MailText.language).where(MailText.programme_id == programme.id)
    )
    return {(kind, language) for kind, language in rows}


def keep_text(
    session: Session,
    programme: Programme,
    kind: MailKind,
    language: str,
    text: LetterText,
    *,
    by: Actor,
    called: Mapping[str, str] = AS_KEPT,
) -> None:
    """Keep a letter for a programme; raise InputError with every fault, and keep nothing."""
    text = tidied(text)
    if faults := list(faults_of(kind, text, called)):
        raise InputError(faults)
    row = session.get(MailText, (programme.id, kind.key, language))
    if row is None:
        row = MailText(programme_id=programme.id, kind=kind.key, language=language)
        session.add(row)
    row.subject, row.body = text.subject, text.body
    audit_log.note(session, by, Act.WORD_LETTER, programme, details=f"{kind.key} {language}")


def forget_text(
    session: Session, programme: Programme, kind: MailKind, language: str, *, by: Actor
) -> None:
    """Go back to the standard letter."""
    session.execute(
        delete(MailText).where(
            MailText.programme_id == programme.id,
            MailText.kind == kind.key,
            MailText.language == language,
        )
    )
    details = f"{kind.key} {language}"
    audit_log.note(session, by, Act.STANDARD_LETTER, programme, details=details)


def tidied(text: LetterText) -> LetterText:
    """Return a letter with plain line ends, and its subject on one line."""
    body = "\n".join(line.rstrip() for line in text.body.splitlines()).strip()
    return LetterText(" ".join(text.subject.split()), body + "\n" if body else "")


def faults_of(
    kind: MailKind, text: LetterText, called: Mapping[str, str] = AS_KEPT
) -> Iterator[Fault]:
    """Yield everything that keeps a letter from being used."""
    yield from faults_of_words(text, names_for(kind.key), called)
    used = set(PLACEHOLDER.findall(text.body))
    for name in sorted(kind.must_hold - used):
        yield Fault("{%(name)s} must stand in the letter.", name=called.get(name, name))


def faults_of_words(
    text: LetterText, names: frozenset[str], called: Mapping[str, str] = AS_KEPT
) -> Iterator[Fault]:
    """Yield what is wrong with a text in which only these names are known."""
    if not text.subject:
        yield Fault("The subject line is empty.")
    if len(text.subject) > LONGEST_SUBJECT:
        yield Fault("The subject line has more than %(most)s characters.", most=LONGEST_SUBJECT)
    if not text.body:
        yield Fault("The letter is empty.")
    if len(text.body) > LONGEST_BODY:
        yield Fault("The letter has more than %(most)s characters.", most=LONGEST_BODY)
    yield from _unknown(text, names, called)
    for name in sorted(IN_LINES_OF_THEIR_OWN & set(PLACEHOLDER.findall(text.subject))):
        yield Fault("{%(name)s} cannot stand in the subject line.", name=called.get(name, name))
    for name in sorted(IN_LINES_OF_THEIR_OWN & set(PLACEHOLDER.findall(text.body)) & names):
        if any(f"{{{name}}}" in part and part != f"{{{name}}}" for part in _paragraphs(text.body)):
            yield Fault(
                "{%(name)s} must stand alone, with an empty line before and after.",
                name=called.get(name, name),
            )


def example_of(text: LetterText, language: str, facts: Mapping[str, object]) -> RenderedMail | None:
    """Return a letter with invented facts, or None while it holds a name that is not known."""
    try:
        return render_text(text, language, facts)
    except KeyError:
        return None


def render_for(
    session: Session,
    programme_id: UUID | None,
    kind: str,
    language: str,
    facts: Mapping[str, object],
) -> RenderedMail:
    """Return a letter by the programme's own text, or by the standard one, in the nearest language.

    An own text with a name that this version no longer knows gives way to the standard one:
    nobody is left without their mail.
    """
    known = languages_of(kind)
    for candidate in candidates(language):
        own = own_text(session, programme_id, kind, candidate)
        if own is not None:
            try:
                return render_text(own, candidate, facts)
            except KeyError:
                break
        if candidate in known:
            break
    return render_mail(kind, language, **facts)


def _unknown(text: LetterText, names: frozenset[str], called: Mapping[str, str]) -> Iterator[Fault]:
    words = {name: called.get(name, name) for name in sorted(names)}
    nearly = {one: word for name, word in words.items() for one in (name, word.casefold())}
    written = [*PLACEHOLDER.findall(text.subject), *PLACEHOLDER.findall(text.body)]
    for name in dict.fromkeys(name for name in written if name not in names):
        near = difflib.get_close_matches(name.casefold(), nearly, n=1)
        typed = called.get(name, name)
        if near:
            yield Fault(
                "{%(name)s} is not known here. Did you mean {%(near)s}?",
                name=typed,
                near=nearly[near[0]],
            )
        else:
            yield Fault("{%(name)s} is not known here.", name=typed)
    if _BRACES.search(PLACEHOLDER.sub("", text.subject + text.body)):
        yield Fault("A brace { or } stands without a name that is known.")


def _paragraphs(body: str) -> list[str]:
    return re.split(r"\n{2,}", body.strip())
