"""A served campaign behind each documented proxy, which is Debian's own program."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from feedback.database import Database
from feedback.models import Campaign
from feedback.operations.rights import accounts
from tests.acting import by
from tests.factories import OpenCampaign, open_campaign, test_settings
from tests.feedback.server.running import Web, running_web
from tests.proxies.documented import NAME, Certificate, caddy, nginx

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.databases import Databases
    from tests.proxies.documented import Proxy

ORGANISER = "hr@example.se"
PROXIES = {"nginx": nginx, "caddy": caddy}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """Make a certificate that is signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("certificate")
    written = Certificate(folder / "certificate.txt", folder / "key.txt")
    written.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    written.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return written


@pytest.fixture(scope="module")
def campaign(
    sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenCampaign]:
    """Open a campaign, whose organiser may sign in."""
    url, folder = sqlite_databases.create(), tmp_path_factory.mktemp("installation")
    database = Database(url)
    made = open_campaign(database, test_settings(folder, url))
    with database.writing() as session:
        department = session.get_one(Campaign, made.id).programme.department
        accounts.grant_department(session, ORGANISER, department.name, by=by())
    yield made
    database.dispose()
    sqlite_databases.drop(url)


@pytest.fixture(scope="module")
def web(campaign: OpenCampaign) -> Iterator[Web]:
    """Serve it, as an operator does."""
    with running_web(campaign.settings.database, campaign.settings.instance) as web:
        web.wait_until_well()
        yield web


@pytest.fixture(scope="module", params=PROXIES)
def proxy(
    request: pytest.FixtureRequest,
    web: Web,
    certificate: Certificate,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Proxy]:
    """Give each proxy before it; without the program fail in continuous integration, else skip."""
    name = str(request.param)
    need(name)
    folder = tmp_path_factory.mktemp("proxy") / name
    with PROXIES[name](folder, certificate, web.port) as proxy:
        yield proxy


def need(program: str) -> None:
    """Go on only where a program is installed."""
    if shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin") is None:
        missing = f"no {program}: run `make packages`"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
