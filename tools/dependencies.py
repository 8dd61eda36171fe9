"""What the guide is made of, and under which licences. Run as ``python -m tools.dependencies``; writes into reports/.

reports/sbom.json: all locked Python and Node packages with their licences and who needs whom (CycloneDX 1.6);
reports/licences.md: the same to read. Also checks that docs/dependencies.md and the table of lifted pins in pyproject.toml are
true of what is locked. It looks nothing up: whether a package has known weaknesses is not answered here.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCK, NODE_LOCK, PROJECT, PAGE = (
    Path("requirements.lock"),
    Path("package-lock.json"),
    Path("pyproject.toml"),
    Path("docs/dependencies.md"),
)
REPORTS = Path("reports")
UNKNOWN = "unknown"
_LOCKED = re.compile(r"([a-z0-9][a-z0-9._-]*)==(\S+)")
_VIA = re.compile(r"    #(?: via|  ) ([a-z0-9][a-z0-9._-]*)")
# The oldest Python that a declared range must hold for, and the machine: what is for others is left out on purpose.
_MACHINE = {"python_version": "3.10", "python_full_version": "3.10.0", "sys_platform": "linux", "platform_system": "Linux"}


@dataclass(frozen=True)
class Package:
    """One locked package. ``kind`` is pypi or npm; ``needed_by`` are names of the same kind, or of the project itself."""

    kind: str
    name: str
    version: str
    licence: str
    needed_by: tuple[str, ...] = ()


@dataclass
class OldPin:
    """A row of the list of old pins: the package, its version there, and the day by which somebody looks at it again."""

    name: str
    version: str
    look_again: str
    reasons: tuple[str, ...] = field(default=())


def locked(text: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """A requirements file as uv writes it: name to version and names of those that need it."""
    found: dict[str, tuple[str, list[str]]] = {}
    current: list[str] = []
    for line in text.splitlines():
        if match := _LOCKED.match(line):
            current = []
            found[canonicalize_name(match[1])] = (match[2], current)
        elif match := _VIA.match(line):
            current.append(canonicalize_name(match[1]))
    return {name: (version, tuple(needed)) for name, (version, needed) in found.items()}


def licence(metadata: Any) -> str:
    """A Python package's licence as it says itself, in few words; ``UNKNOWN`` where it says nothing."""
    if expression := metadata.get("License-Expression"):
        return str(expression)
    classified = [c.rpartition(" :: ")[2] for c in metadata.get_all("Classifier") or () if c.startswith("License ::")]
    named = [name for name in classified if name != "OSI Approved"]
    if named:
        return " / ".join(sorted(named))
    written = str(metadata.get("License") or "").strip()
    if len(written) > 100:  # the licence's own text
        return "MIT License" if written.find("Permission is hereby granted, free of charge") >= 0 else UNKNOWN
    return written or UNKNOWN


def python_packages() -> list[Package]:
    """The packages of requirements.lock, with the licences of those that are installed."""
    found = []
    for name, (version, needed_by) in locked(LOCK.read_text(encoding="utf-8")).items():
        try:
            metadata = importlib.metadata.metadata(name)
            said = licence(metadata) if metadata["Version"] == version else UNKNOWN
        except importlib.metadata.PackageNotFoundError:
            said = UNKNOWN
        found.append(Package("pypi", name, version, said, needed_by))
    return found


def node_packages() -> list[Package]:
    """The packages of package-lock.json. They style the page at set-up; none runs while people are answered."""
    entries = json.loads(NODE_LOCK.read_text(encoding="utf-8"))["packages"]
    needed: dict[str, list[str]] = {}
    for path, entry in entries.items():
        for other in (*entry.get("dependencies", ()), *entry.get("optionalDependencies", ())):
            needed.setdefault(other, []).append(path.rpartition("node_modules/")[2])
    packages = ((path.rpartition("node_modules/")[2], entry) for path, entry in entries.items() if path)
    return [
        Package("npm", name, entry["version"], entry.get("license") or UNKNOWN, tuple(needed.get(name, ())))
        for name, entry in packages
    ]


def sbom(packages: Iterable[Package], name: str, version: str) -> str:
    """The packages as CycloneDX JSON."""
    licences = LicenseFactory()
    bom = Bom()
    bom.metadata.component = root = Component(type=ComponentType.APPLICATION, name=name, version=version, bom_ref="guide")
    components: dict[tuple[str, str], Component] = {}
    packages = list(packages)
    for package in packages:
        group, _, short = package.name.rpartition("/")
        url = PackageURL(package.kind, group or None, short, package.version)
        made = Component(
            type=ComponentType.LIBRARY,
            name=package.name,
            version=package.version,
            purl=url,
            bom_ref=str(url),
            licenses=() if package.licence == UNKNOWN else [licences.make_from_string(package.licence)],
        )
        components[package.kind, package.name] = made
        bom.components.add(made)
    for package in packages:
        component = components[package.kind, package.name]
        for user in package.needed_by or [""]:
            bom.register_dependency(components.get((package.kind, user), root), [component])
    bom.register_dependency(root)
    return str(JsonV1Dot6(bom).output_as_string(indent=2))


def licence_list(packages: Iterable[Package]) -> str:
    """The packages with their licences, to read (Markdown); those that do not say theirs come first."""
    packages = sorted(packages, key=lambda package: (package.kind, package.name))
    unknown = [f"{package.name} {package.version}" for package in packages if package.licence == UNKNOWN]
    lines = ["# Licences", "", f"{len(packages)} packages. Licence not known: {', '.join(unknown) or 'none'}.", ""]
    lines += ["| package | version | licence | from |", "|---|---|---|---|"]
    where = {"pypi": "Python", "npm": "Node, at set-up only"}
    lines += [f"| {p.name} | {p.version} | {p.licence.replace('|', '/')} | {where[p.kind]} |" for p in packages]
    return "\n".join(lines) + "\n"


# Are the words about them still true?


def _rows(table: Iterable[str]) -> list[list[str]]:
    rows = [[cell.strip() for cell in line.strip().strip("#").strip().strip("|").split("|")] for line in table]
    return [row for row in rows if not set("".join(row)) <= set("-: ")]


def lift_problems(text: str) -> list[str]:
    """Pins that pyproject.toml lifts or leaves out without a row, with a reason, in the table above them."""
    table = _rows(line for line in text.splitlines() if line.startswith("# |"))[1:]
    problems = [f"{PROJECT}: no reason beside {' '.join(row[:3])}" for row in table if len(row) != 4 or len(row[3].split()) < 2]
    for lift in tomllib.loads(text)["tool"]["uv"].get("dependency-metadata", ()):
        name = lift["name"]
        own = [" ".join(row[:3]) for row in table if row[0] == name]
        if not own:
            problems.append(f"{PROJECT}: the lifted pins of {name} have no row in the table")
            continue
        try:
            declared = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            problems.append(f"{PROJECT}: {name}, whose pins are lifted, is not installed")
            continue
        told = " ".join(own).lower()
        for other in _changed(declared, lift["requires-dist"]):
            if other not in told and _SHORT.get(other, other) not in told:
                problems.append(f"{PROJECT}: {name} declares {other} otherwise, and no row says why")
    return problems


_SHORT = {"scikit-learn": "sklearn"}


def _changed(declared: Iterable[str], here: Iterable[str]) -> list[str]:
    """Names of requirements that are not here as they are declared."""
    before, after = _ranges(declared), _ranges(here)
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _ranges(requirements: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for written in requirements:
        requirement = Requirement(written)
        if _applies(requirement.marker):
            found[canonicalize_name(requirement.name)] = str(requirement.specifier)
    return found


def _applies(marker: Marker | None) -> bool:
    return marker is None or marker.evaluate({**_MACHINE, "extra": ""})


def old_pins(text: str) -> list[OldPin]:
    """The list of old pins in docs/dependencies.md."""
    part = text.partition("## Old pins")[2].partition("\n## ")[0]
    table = _rows(line for line in part.splitlines() if line.startswith("|"))[1:]
    return [OldPin(row[0].strip("`"), row[1], row[-1], tuple(row[2:-1])) for row in table]


def pin_problems(pins: Iterable[OldPin], packages: Iterable[Package]) -> list[str]:
    """Rows of the list that are not true of what is locked, or leave something out."""
    versions = {package.name: package.version for package in packages}
    problems = []
    for pin in pins:
        if pin.name not in versions:
            problems.append(f"{PAGE}: {pin.name} is not locked any more; take its row out")
        elif versions[pin.name] != pin.version:
            problems.append(f"{PAGE}: {pin.name} is {versions[pin.name]} now, not {pin.version}; look at its row again")
        if not all(pin.reasons):
            problems.append(f"{PAGE}: the row of {pin.name} has an empty cell")
        try:
            date.fromisoformat(pin.look_again)
        except ValueError:
            problems.append(f"{PAGE}: {pin.name} has no day to look at it again, like 2027-01-31")
    return problems


def overdue(pins: Iterable[OldPin], today: date) -> list[str]:
    """Rows that somebody should have looked at by now."""
    return [f"{pin.name} {pin.version} (by {pin.look_again})" for pin in pins if pin.look_again < today.isoformat()]


def main() -> int:
    """Write the reports. What is wrong goes to standard error (1); what is to be looked at is printed (0)."""
    packages = [*python_packages(), *node_packages()]
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    REPORTS.mkdir(exist_ok=True)
    (REPORTS / "sbom.json").write_text(sbom(packages, project["name"], project["version"]), encoding="utf-8")
    (REPORTS / "licences.md").write_text(licence_list(packages), encoding="utf-8")
    pins = old_pins(PAGE.read_text(encoding="utf-8"))
    problems = lift_problems(PROJECT.read_text(encoding="utf-8")) + pin_problems(pins, packages)
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    for late in overdue(pins, date.today()):
        print(f"warning: {PAGE}: look again at {late}")
    unknown = sum(package.licence == UNKNOWN for package in packages)
    print(f"{len(packages)} packages, {unknown} of unknown licence: {REPORTS}/sbom.json, {REPORTS}/licences.md.")
    print("Known weaknesses were not looked up.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
