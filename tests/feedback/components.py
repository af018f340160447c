"""Templates rendered beside the components of GOV.UK, which are known here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

if TYPE_CHECKING:
    from flask import Flask


def rendered(app: Flask, source: str, **known: object) -> str:
    """Render a source that may import our macros and theirs, in Swedish."""
    theirs = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    loader = ChoiceLoader([PackageLoader("feedback"), theirs])
    environment = app.jinja_env.overlay(loader=loader)
    with app.test_request_context("/s?l=sv"):
        return str(environment.from_string(source).render(**known))
