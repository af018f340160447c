"""What a domain's owner publishes so that mail from us is trusted: SPF, DKIM, DMARC."""

from __future__ import annotations

from urllib.parse import urlsplit

from feedback.mail.mailbox import mailbox_of


def advice_for(sender: str, smtp_url: str) -> str:
    """Return advice with the sender's own domain and server filled in; looks nothing up."""
    mailbox = mailbox_of(sender)
    domain, address = mailbox.domain, mailbox.addr_spec
    server = urlsplit(smtp_url).hostname if smtp_url else None
    lines = [
        f"Mail leaves as {sender}.",
        f"It is handed to {server}."
        if server
        else "No FEEDBACK_SMTP_URL is set: mails become files, and reach nobody.",
        "",
        f"1. SPF: {domain} names who may send for it. The record must hold your server:",
        f'     {domain}.  TXT  "v=spf1 {_mechanism(server)} -all"',
        "   There is one such record a domain: add to it, make no second one.",
        "",
        f"2. DKIM: the server signs with a key of {domain}. Its administrator makes the key and",
        "   says which record goes with it, such as",
        f'     selector1._domainkey.{domain}.  TXT  "v=DKIM1; k=rsa; p=…"',
        "",
        "3. DMARC: what receivers do with mail that is neither. Begin by watching, then tighten:",
        f'     _dmarc.{domain}.  TXT  "v=DMARC1; p=none; rua=mailto:dmarc@{domain}"',
        "   and, when the reports show nothing of yours failing, p=quarantine or p=reject.",
        f"   The address people see, {address}, and the envelope's are the same, so both align.",
        "",
        f"4. {address} is a mailbox that somebody reads; bounces come back there. Let a rule put",
        "   them where `feedback mail bounces` finds them.",
        "5. Tell the mail filter of your own house to let it through, and to rewrite no links.",
    ]
    return "\n".join(lines)


def _mechanism(server: str | None) -> str:
    if server is None:
        return "a:your-mail-server"
    if server.endswith((".outlook.com", ".office365.com")):
        return "include:spf.protection.outlook.com"
    return f"a:{server}"
