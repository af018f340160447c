"""The keys: each in every folder; the folders closed to others, on two disks, in no backup."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from feedback.ballot import KeyStanding
from feedback.ballot.marker import TAG, TAG_SIGNATURE, is_marked
from feedback.config import WebsView
from feedback.config.values import NO_SEAL_KEYS
from feedback.doctor.check import advice, fault, ok
from feedback.doctor.database import opened
from feedback.doctor.files import nearest_there
from feedback.models import Campaign, State
from feedback.operations.campaigns.key_folders import HAVING_KEYS, is_first_use
from feedback.operations.campaigns.key_watch import LINK_KEY, looks_of
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from feedback.ballot import KeyFolder
    from feedback.config import WorkerSettings
    from feedback.doctor.check import Check
    from feedback.operations.campaigns.key_watch import KeyLooks

_PREPARE: Final = "Is its disk mounted? If it is: feedback keys prepare"


@dataclass(frozen=True, slots=True)
class _Kind:
    """One of the two kinds of keys: where they lie, and what may and must be done there."""

    name: str
    keys: KeyFolder
    forbidden: int
    unwanted: int = 0
    needed: int = os.R_OK


def check_keys(settings: WorkerSettings) -> Iterator[Check]:
    """Look at both kinds of keys, in every folder, and for each campaign that has some."""
    everybody = stat.S_IRWXO
    needed = os.R_OK | os.X_OK if settings.is_of_web else os.R_OK | os.W_OK | os.X_OK
    kinds = [_Kind("link keys", settings.link_key_folder, everybody, needed=needed)]
    if settings.has_seal_keys:
        # An earlier version made the folder so that its group may list it: the files are closed.
        forbidden = everybody | stat.S_IWGRP
        seal = settings.seal_key_folder
        kinds.append(_Kind("seal keys", seal, forbidden, stat.S_IRWXG, needed=needed))
    elif isinstance(settings, WebsView):
        yield from _closed_to_web(settings)
    else:
        yield ok("seal keys", "none on this host: its worker sends mail, and opens nothing")
    is_unused, campaigns = _campaigns(settings)
    for kind in kinds:
        yield from _folders(kind, is_unused=is_unused)
    for campaign in campaigns if settings.has_seal_keys else ():
        yield from _keys_of(settings, campaign)


def _closed_to_web(settings: WebsView) -> Iterator[Check]:
    """Look whether the web could open envelopes: a hole in it would be one in the promise."""
    is_well = True
    if settings.seal_keys not in {None, NO_SEAL_KEYS} or settings.seal_keys_mirror:
        is_well = False
        plain = Phrase("The web's settings say where the seal keys lie.")
        next_step = "Let only the worker's settings have FEEDBACK_SEAL_KEYS and its mirror."
        yield fault("seal keys", plain, next_step)
    for folder in settings.seal_key_places:
        if os.access(folder, os.R_OK) or os.access(folder, os.X_OK):
            is_well = False
            plain = Phrase("The web can look into a folder of seal keys.")
            next_step = f"Give it to the worker's user alone: chmod 700 {folder}"
            yield fault("seal keys", f"The web can look into {folder}.", next_step, plain=plain)
    if is_well:
        yield ok("seal keys", "closed to the web, as they must be: the worker alone reads them")


def _campaigns(settings: WorkerSettings) -> tuple[bool, list[Campaign]]:
    try:
        with opened(settings) as database, database.reading() as session:
            having = select(Campaign).where(Campaign.state.in_(HAVING_KEYS))
            return is_first_use(session), list(session.scalars(having.order_by(Campaign.name)))
    except SQLAlchemyError:
        return False, []  # told where the database is looked at


def _keys_of(settings: WorkerSettings, campaign: Campaign) -> Iterator[Check]:
    if campaign.state is State.LOST:
        next_step = f"Found? feedback campaign recover {_short(campaign)}. Else cancel it."
        plain = Phrase("The key of a campaign is lost (%(campaign)s).", campaign=_short(campaign))
        yield fault("seal keys", f"The key of {campaign.name} is lost.", next_step, plain=plain)
    for found in looks_of(settings, campaign):
        yield from _one_key(settings, campaign, found)


def _one_key(settings: WorkerSettings, campaign: Campaign, found: KeyLooks) -> Iterator[Check]:
    subject, recover = f"{found.kind} keys", f"feedback campaign recover {_short(campaign)}"
    if not found.is_found:
        effect = "no link opens" if found.kind == LINK_KEY else "its answers cannot be opened"
        next_step = f"Find it before anything else. When it is back: {recover}"
        words = f"No folder shows the key of {campaign.name}: {effect}."
        plain = Phrase(
            "No folder shows the key of campaign %(campaign)s.", campaign=_short(campaign)
        )
        yield fault(subject, words, next_step, plain=plain)
        return
    if found.kind == LINK_KEY and _differ(settings.link_key_folder, campaign, found):
        words = f"The folders have different keys of {campaign.name}; links open with the first."
        next_step = "Try a link; put the right file in the place of the other."
        plain = Phrase(
            "The folders have different keys of campaign %(campaign)s.", campaign=_short(campaign)
        )
        yield fault(subject, words, next_step, plain=plain)
    for look in found.looks:
        # What is wrong with a folder as a whole is told of the folder.
        if look.standing is not KeyStanding.RIGHT and is_marked(look.folder):
            plain = Phrase(
                "A folder lacks the right key of campaign %(campaign)s.", campaign=_short(campaign)
            )
            words = f"{campaign.name}, {look}"
            yield fault(subject, words, f"Copied tonight, or now: {recover}", plain=plain)


def _differ(keys: KeyFolder, campaign: Campaign, found: KeyLooks) -> bool:
    first = keys.find(campaign.id)
    again = keys.look(campaign.id, is_right=lambda key: key == first)
    pairs = zip(found.looks, again, strict=True)
    return any(one.standing is KeyStanding.RIGHT is not two.standing for one, two in pairs)


def _folders(kind: _Kind, *, is_unused: bool) -> Iterator[Check]:
    keys, setting = kind.keys, f"FEEDBACK_{kind.name.replace(' ', '_').upper()}"
    if not keys.mirrors:
        found = Phrase(
            "Keys lie on one disk only: if it dies, all answers of open campaigns are lost."
        )
        next_step = f"Set {setting}_MIRROR to a folder on another disk; feedback keys prepare"
        yield advice(f"{kind.name}, mirror", found, next_step)
    for folder in keys.folders:
        yield _folder(kind, folder, is_unused=is_unused)
    for mirror in keys.mirrors:
        if _disk_of(mirror) == _disk_of(keys.folder):
            words = f"{mirror} is on the same disk as {keys.folder}."
            plain = Phrase("The mirror of keys is on the same disk as they.")
            next_step = "Put the mirror on another disk."
            yield advice(f"{kind.name}, mirror", words, next_step, plain=plain)


def _folder(kind: _Kind, folder: Path, *, is_unused: bool) -> Check:
    if is_unused and not folder.is_dir():
        next_step = "The first launch makes it; or make it yourself: feedback keys prepare"
        plain = Phrase("A folder of keys is not there yet.")
        return advice(kind.name, f"{folder} is not there yet.", next_step, plain=plain)
    is_well = f"{folder}, marked to be left out of backups"
    return (
        _broken(kind, folder, is_unused=is_unused)
        or _with_backup(kind, folder)
        or _doubtful(kind, folder)
        or ok(kind.name, is_well)
    )


def _broken(kind: _Kind, folder: Path, *, is_unused: bool) -> Check | None:
    if not folder.is_dir():
        plain = Phrase("A folder of keys is not there.")
        return fault(kind.name, f"{folder} is not there.", _PREPARE, plain=plain)
    if not is_marked(folder) and not is_unused:
        found = f"{folder} is not marked: nobody can tell whether it is the folder itself."
        plain = Phrase("A folder of keys is not marked as the folder itself.")
        return fault(kind.name, found, _PREPARE, plain=plain)
    mode = folder.stat().st_mode
    if mode & kind.forbidden:
        found = f"{folder} is open to others ({stat.filemode(mode)})."
        plain = Phrase("A folder of keys is open to others.")
        return fault(kind.name, found, _chmod(folder, mode, kind), plain=plain)
    if not os.access(folder, kind.needed):
        if not kind.needed & os.W_OK:
            plain = Phrase("A folder of link keys cannot be read by the web.")
            next_step = f"chgrp feedback {folder}; chmod 2750 {folder}"
            return fault(kind.name, f"{folder} cannot be read by the web.", next_step, plain=plain)
        next_step = "Run as the worker's user."
        plain = Phrase("A folder of keys cannot be written by the worker.")
        words = f"{folder} cannot be written by this user."
        return fault(kind.name, words, next_step, plain=plain)
    return None


def _with_backup(kind: _Kind, folder: Path) -> Check | None:
    """Find a backup that somebody laid into a folder of keys, which open it."""
    with suppress(OSError):  # what may not be listed is told of already
        for file in sorted(folder.rglob("*.backup")):
            plain = Phrase("A backup of the database lies in a folder of keys.")
            next_step = f"Move it to the other backups: mv {file} FOLDER"
            return fault(kind.name, f"{file} lies beside keys.", next_step, plain=plain)
    return None


def _doubtful(kind: _Kind, folder: Path) -> Check | None:
    mode = folder.stat().st_mode
    if mode & kind.unwanted:
        found = f"The group of {folder} may list it ({stat.filemode(mode)})."
        plain = Phrase("A folder of keys may be listed by its group.")
        return advice(kind.name, found, _chmod(folder, mode, kind), plain=plain)
    if not _is_tagged(folder):
        found = f"{folder} does not say that backups must leave it out."
        next_step = f"printf '{TAG_SIGNATURE.decode()}' > {folder / TAG}; exclude it by name, too."
        plain = Phrase("A folder of keys does not say that backups must leave it out.")
        return advice(kind.name, found, next_step, plain=plain)
    return None


def _chmod(folder: Path, mode: int, kind: _Kind) -> str:
    return f"chmod {0o7777 & mode & ~(kind.forbidden | kind.unwanted):o} {folder}"


def _is_tagged(folder: Path) -> bool:
    tag = folder / TAG
    return tag.is_file() and tag.read_bytes().startswith(TAG_SIGNATURE)


def _short(campaign: Campaign) -> str:
    return str(campaign.id)[:8]


def _disk_of(folder: Path) -> int:
    return nearest_there(folder).stat().st_dev
