"""The compose file: who may read which keys, who may write where, and nobody is root."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from feedback.config import Settings, WorkerSettings
from tests.house_rules.repository import ROOT, text_of
from tests.operating.document import blocks_of

HERE: Final = Path("deploy/container")
COMPOSE: Final[dict[str, Any]] = yaml.safe_load(text_of(HERE / "compose.yaml"))
SERVICES: Final[dict[str, dict[str, Any]]] = COMPOSE["services"]
every_service = pytest.mark.parametrize("name", SERVICES)


def settings_of(name: str) -> set[str]:
    """Return the settings that an example of an environment file names, also where it shuts one."""
    return set(re.findall(r"^#?FEEDBACK_([A-Z_]+)=", text_of(HERE / name), flags=re.MULTILINE))


def volumes_of(name: str) -> dict[str, str]:
    """Return what a service sees, by the place where it sees it."""
    parts = [volume.split(":") for volume in SERVICES[name]["volumes"]]
    return {part[1]: ":".join([part[0], *part[2:]]) for part in parts}


def test_all_that_it_takes_is_there() -> None:
    assert set(SERVICES) == {"migrate", "web", "worker", "database", "proxy"}


@every_service
def test_nobody_is_root_or_may_become_it(name: str) -> None:
    service = SERVICES[name]

    assert service["user"].split(":")[0] not in {"", "0", "root"}
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service
    assert "cap_add" not in service


@every_service
def test_nobody_writes_outside_volumes(name: str) -> None:
    assert SERVICES[name]["read_only"] is True
    assert SERVICES[name]["tmpfs"]


@every_service
def test_whoever_stays_is_asked_for_its_health(name: str) -> None:
    assert ("healthcheck" in SERVICES[name]) is (SERVICES[name]["restart"] != "no")


def test_the_worker_alone_sees_the_seal_keys() -> None:
    seeing = {
        name
        for name, service in SERVICES.items()
        if any("seal" in volume for volume in service["volumes"])
        or any("worker.env" in file for file in service.get("env_file", ()))
    }

    assert seeing == {"worker"}


def test_the_web_reads_link_keys_and_writes_nothing() -> None:
    assert volumes_of("web") == {"/var/lib/feedback-keys/link": "link-keys:ro"}
    assert volumes_of("worker")["/var/lib/feedback-keys/link"] == "link-keys"


def test_web_and_worker_are_two_users() -> None:
    web, worker = (SERVICES[name]["user"].split(":") for name in ("web", "worker"))

    assert web[0] != worker[0]
    assert web[1] == worker[1]
    assert SERVICES["migrate"]["user"] == SERVICES["worker"]["user"]


def test_the_users_are_those_of_the_image() -> None:
    image = text_of(HERE / "Containerfile")

    for name in ("web", "worker"):
        user, group = SERVICES[name]["user"].split(":")
        assert f"--uid {user} --gid {group} " in image
    assert re.findall(r"^USER (.*)$", image, flags=re.MULTILINE) == ["feedback-web"]


def test_the_base_is_an_argument_with_a_name() -> None:
    assert re.search(r"^ARG BASE=[\w./:-]+$", text_of(HERE / "Containerfile"), flags=re.MULTILINE)


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}
    assert SERVICES["database"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_settings_lie_where_only_those_read_them_who_must() -> None:
    ours = {name.upper() for name in WorkerSettings.model_fields.keys() - Settings.model_fields}

    assert settings_of("worker.env.example") >= {"SEAL_KEYS", "SEAL_KEYS_MIRROR"}
    for file in ("common.env.example", "web.env.example"):
        assert settings_of(file) <= {name.upper() for name in Settings.model_fields}
        assert not settings_of(file) & ours
    assert settings_of("worker.env.example") <= {
        name.upper() for name in WorkerSettings.model_fields
    }


def test_the_database_writes_down_no_order_of_answers() -> None:
    told = file_of_the_document("/etc/postgresql/")
    wanted = dict(re.findall(r"^([a-z_]+) = (\S+)", told, flags=re.MULTILINE))

    given = dict(word[2:].split("=") for word in SERVICES["database"]["command"] if "=" in word)

    assert given == wanted


def test_the_proxy_does_what_the_document_says() -> None:
    told = file_of_the_document("/etc/nginx/")

    assert _directives(text_of(HERE / "nginx.conf")) == _directives(told)


def file_of_the_document(folder: str) -> str:
    """Return what the document writes into the one file below a folder."""
    blocks = blocks_of(text_of(Path("docs/operating.md")))
    (text,) = (block.text for block in blocks if block.path and block.path.startswith(folder))
    return text


def _directives(configuration: str) -> list[str]:
    """Return what a proxy is told, apart from its own name, ports, certificates and neighbours."""
    plain = re.sub(r"\s+#.*", "", f"\n{configuration}")
    plain = re.sub(r"https?://[\w.$:]+", "ADDRESS", plain)
    lines = [" ".join(line.split()) for line in plain.splitlines()]
    own = ("", "listen", "server_name", "ssl_certificate", "ssl_certificate_key")
    return [line for line in lines if line.split(" ")[0] not in own]


def test_every_file_it_names_is_there_or_has_an_example() -> None:
    named = {file for service in SERVICES.values() for file in service.get("env_file", ())}

    assert {f"{file}.example" for file in named} == {
        file.name for file in (ROOT / HERE).glob("*.example")
    }
