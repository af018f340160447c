"""A revision that was committed never changes: some database has run it as it was."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"
FROZEN = {
    "0001_make_the_first_tables.py": (
        "522209363f067c38245c40be23714038ee6f575f37dc80738e486fb1f1f355af"
    ),
    "0002_guard_the_audit_log.py": (
        "08c474a5523f612635ccb2a271cd7519ea3e28c3be62c0c2b9c66b2c68e00af4"
    ),
    "0003_bridge_what_was_edited_in_place.py": (
        "f78fe2f68c6bf3c6ec7803543db1c8637bdfe4eb5a3a9f7fbf121e20258cf9f9"
    ),
    "0004_keep_columns_not_sheets.py": (
        "7cfb755b3a625ae17a6c03397e2e6cc8551a2852b00f53d657342166f8e1c878"
    ),
    "0005_bind_sign_in_codes_to_browsers.py": (
        "249706ff0f51497ca1386644143ec0cbecca4b1e5f6606803d22253c828c3d46"
    ),
    "0006_mark_the_runs_of_reminders.py": (
        "e2d6464c139d82eb7a15842667908de44c04a6f41b197772ad02c058fb56f581"
    ),
    "0007_vouch_for_envelopes.py": (
        "08c1c660c211c9afa590a004e2b443feed5586c79ee1ca4514bcc544b119ab44"
    ),
    "0008_note_what_the_worker_sees.py": (
        "318ae067156e2431aafd34b99632deb42b4f80c846ac797b4c4a7eec51b5e749"
    ),
    "0009_let_a_hold_end_by_itself.py": (
        "b899514ffb1ac1328032f052d9e7cf04e05cecd8171d0b4329a349026fe35e92"
    ),
    "0010_count_no_lone_responses.py": (
        "247cc32f4f28a105a31bbc3b22e785c373a32daa4757072d024f8450327d9731"
    ),
    "0011_keep_the_start_of_a_talk.py": (
        "da60aa4b6b06e6cc8298025eaa7395fab856d25b68966065412733a2fc775962"
    ),
    "0012_use_each_assertion_once.py": (
        "cd55bafde6e50a466312bc8ab39c6e45ce2a44b16bb89c1127d50cf8c363a071"
    ),
    "0013_know_each_worker_by_its_host.py": (
        "16a83113c39fb221165ca6078ffdf1c1f040f92372bbbbc8c7cbf97223d3c1ea"
    ),
    "0014_tell_an_act_from_its_details.py": (
        "4766fa628950d9869c0715fcedd9e99ad0a7ecea8325d440ca3fa7bb8768a76d"
    ),
    "0015_find_the_next_mail_at_once.py": (
        "08ad8c6143966c3979e04513bb21b4d20ca5728d55fe431333ea2d5fc4092fe8"
    ),
    "0016_call_a_department_a_department.py": (
        "5fed9539328b1a149058e2092f5cb3fa53e8a3f370e58158eded45cc304fbb96"
    ),
    "0017_keep_the_share_that_answered.py": (
        "879d6143b076127fbbcd2fcf25282eeba7c88e35689f98a67a3d7932ef73ff28"
    ),
    "0018_keep_how_it_looks.py": (
        "ff3b64801d0642650837931a72c1787264391a8f97ec1e98c1ba49d8712b72a8"
    ),
    "0019_seal_lists_that_wait.py": (
        "1510116ce2c04937fb5e130ea8da6c8c4aaa3f366f49f3f02b46a40ec1d52704"
    ),
    "0020_keep_old_links_for_thanks.py": (
        "14677fda60511814326d8edb9c1966342a208b6864611f8ffebb098605c10a36"
    ),
    "0021_let_a_programme_name_the_plan.py": (
        "fc5a5eafd13acada902e14215160fa6104da628329170c551e682703f69bc533"
    ),
    "0022_let_a_subject_be_a_team_a_workplace_or_an_occasion.py": (
        "1c3e4418e3c3ad7eb1e35519bef282117036bfc7b460788ed9163a52e3bdc296"
    ),
    "0023_keep_a_departments_own_surveys.py": (
        "988da46542154b328c3a56afa7938e586ddc81bf31dc73be4192ff4d4e81954b"
    ),
    "0024_note_beside_statements.py": (
        "eaa91dfd86a599a7d069c4a8169978633d49d12544df0e17cdc3aae0ea9b531c"
    ),
    "0025_keep_who_reads_about_a_subject.py": (
        "9f1e2dbe404d9fbf3c36ed416620b05bd1b601b2bb68c3460fc90f8966b7a3f7"
    ),
    "0026_keep_who_works_where.py": (
        "2bdd690057adf4e2bc4da9ccc2f11c82f92736a8ab2b1cd6215eb50f06510d51"
    ),
}


@pytest.mark.parametrize("name", FROZEN)
def test_a_committed_revision_stays_byte_for_byte(name: str) -> None:
    assert hashlib.sha256((VERSIONS / name).read_bytes()).hexdigest() == FROZEN[name], (
        "A committed revision never changes: make a new one that looks at what is there."
    )


def test_every_revision_is_frozen() -> None:
    assert {file.name for file in VERSIONS.glob("*.py")} == set(FROZEN)
