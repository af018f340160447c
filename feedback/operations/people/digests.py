"""A digest of a list of people: what somebody was shown, and what is changed, are the same."""

from __future__ import annotations

import hashlib
import json

from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry


def digest_of(people: PeopleList) -> str:
    """Return a digest of a list, whatever the order of its rows."""
    lines = [
        json.dumps([*leader_facts(leader), *rater_facts(rater)])
        for leader in people.leaders
        for rater in (*leader.raters, RaterEntry("", ""))
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def leader_facts(leader: LeaderEntry) -> list[str | None]:
    """Return what a list holds of a leader, as JSON keeps it."""
    first = [leader.email, leader.name, leader.title, leader.workplace]
    return [*first, leader.coach_email, leader.language, leader.approver_email]


def rater_facts(rater: RaterEntry) -> list[str | None]:
    """Return what a list holds of a rater, as JSON keeps it."""
    return [
        rater.name,
        rater.group,
        rater.email,
        rater.own_number,
        rater.language,
        rater.workplace,
    ]
