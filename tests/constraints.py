"""Makes constraints.txt: one version of every package that the app or its tests install, on any system, for good.

    python -m tests.constraints          asks the registry through pip (it takes minutes) and writes the file
    python -m tests.constraints --check  only looks whether each pinned version has a wheel where it is needed

It is no part of the tests, as it needs the network. Which packages a system needs beside those of this one is told by
the markers in what the packages say of themselves. Hashes are left out: the builds of torch for processors and for
graphics cards share a version.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import ROOT

FILE = ROOT / "constraints.txt"
WANTED = (ROOT / "dependencies.txt", ROOT / "tests" / "requirements.txt")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
LINUX = (*(f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)), "manylinux2014_x86_64", "manylinux1_x86_64")
MAC = tuple(f"macosx_{major}_0_{kind}" for major in (14, 13, 12, 11) for kind in ("arm64", "universal2"))
SYSTEMS = {
    "Linux": ("linux", "posix", "x86_64", LINUX),
    "macOS": ("darwin", "posix", "arm64", MAC),
    "Windows": ("win32", "nt", "AMD64", ("win_amd64",)),
}
"""sys_platform, os_name, platform_machine, and tags of the wheels that run there."""
HEAD = """# The version of every package that comes with those of dependencies.txt and tests/requirements.txt, on any
# system. Made by `python -m tests.constraints`; requirements.txt names it.
"""


def pip(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pip with the registry alone, whatever this machine is set to find elsewhere."""
    environment = {name: value for name, value in os.environ.items() if name != "PIP_FIND_LINKS"}
    environment["PIP_CONFIG_FILE"] = os.devnull
    return subprocess.run(
        [sys.executable, "-m", "pip", *arguments], env=environment, capture_output=True, text=True, cwd=ROOT
    )


def resolved(more: list[str], pins: dict[str, str]) -> list[dict[str, Any]]:
    """What pip would install for what is wanted and some packages more: the metadata of each."""
    with tempfile.TemporaryDirectory() as folder:
        report, extra, held = (Path(folder) / name for name in ("report.json", "extra.txt", "held.txt"))
        extra.write_text("\n".join(more))
        held.write_text("".join(f"{name}=={version}\n" for name, version in pins.items()))
        wanted = [part for file in stripped(Path(folder)) for part in ("-r", str(file))]
        done = pip(
            *("install", "--dry-run", "--quiet", "--ignore-installed", "--only-binary", ":all:"),
            *("--report", str(report), "-c", str(held), "-r", str(extra), *wanted),
        )
        if done.returncode:
            sys.exit(done.stderr)
        return [found["metadata"] for found in json.loads(report.read_text())["install"]]


def stripped(folder: Path) -> list[Path]:
    """The files of what is wanted, without the options in them."""
    files = []
    for number, file in enumerate(WANTED):
        target = folder / f"wanted-{number}.txt"
        lines = file.read_text(encoding="utf-8").splitlines()
        target.write_text("\n".join(line for line in lines if not line.startswith("-")))
        files.append(target)
    return files


def environment(system: str, python: str) -> dict[str, str]:
    """What markers ask of a system."""
    platform, os_name, machine, _ = SYSTEMS[system]
    names = {"Linux": "Linux", "macOS": "Darwin", "Windows": "Windows"}
    told = {"sys_platform": platform, "os_name": os_name, "platform_machine": machine, "extra": ""}
    told |= {"platform_system": names[system], "implementation_name": "cpython"}
    return told | {"python_version": python, "python_full_version": f"{python}.0", "implementation_version": python}


def needed(metadata: dict[str, dict[str, Any]], system: str, python: str) -> dict[str, Requirement]:
    """Name -> requirement of all that a system needs, beginning with what is wanted; also of what is not known yet."""
    here = environment(system, python)
    with tempfile.TemporaryDirectory() as folder:
        lines = [line for file in stripped(Path(folder)) for line in file.read_text().splitlines()]
    waiting = [Requirement(line) for line in lines if line and not line.startswith("#")]
    found: dict[str, Requirement] = {}
    asked: set[tuple[str, str]] = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        found.setdefault(name, requirement)
        for extra in ("", *sorted(requirement.extras)):
            if (name, extra) not in asked:
                asked.add((name, extra))
                parts = map(Requirement, metadata.get(name, {}).get("requires_dist", []))
                waiting += [part for part in parts if applies(part.marker, here | {"extra": extra})]
    return found


def applies(marker: Marker | None, here: dict[str, str]) -> bool:
    """Whether a requirement holds on a system."""
    return marker is None or marker.evaluate(here)


def complete() -> dict[str, dict[str, Any]]:
    """Name -> metadata of every package that any of the systems needs, each in one version."""
    metadata: dict[str, dict[str, Any]] = {}
    more: dict[str, str] = {}
    while True:
        pins = {name: about["version"] for name, about in metadata.items()}
        metadata |= {canonicalize_name(about["name"]): about for about in resolved(list(more.values()), pins)}
        missing = {
            name: str(Requirement(f"{requirement.name}{requirement.specifier}"))
            for system in SYSTEMS
            for python in PYTHONS
            for name, requirement in needed(metadata, system, python).items()
            if name not in metadata
        }
        print(f"{len(metadata)} packages, {len(missing)} more for other systems: {', '.join(missing)}", flush=True)
        if not missing:
            return metadata
        more |= missing


def without_wheel(pins: dict[str, str], names: set[str], system: str, python: str) -> list[str]:
    """The pinned packages that a system needs, and for which there is no wheel that runs there."""
    lacking: list[str] = []
    while names:
        with tempfile.TemporaryDirectory() as folder:
            tags = [part for tag in SYSTEMS[system][3] for part in ("--platform", tag)]
            done = pip(
                *("install", "--dry-run", "--quiet", "--no-deps", "--only-binary", ":all:", "--target", folder),
                *("--python-version", python, "--implementation", "cp", "--abi", f"cp{python.replace('.', '')}"),
                *("--abi", "abi3", "--abi", "none", *tags, *(f"{name}=={pins[name]}" for name in sorted(names))),
            )
        if not done.returncode:
            return lacking
        told = [line for line in done.stderr.splitlines() if "No matching distribution found for" in line]
        if not told:
            sys.exit(done.stderr)
        name = canonicalize_name(Requirement(told[0].split(" for ")[1]).name)
        lacking.append(f"{name}=={pins[name]}")
        names = names - {name}
    return lacking


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing")
    only_check = parser.parse_args().check
    metadata = complete()
    pins = {name: about["version"] for name, about in sorted(metadata.items())}
    if only_check and FILE.read_text(encoding="utf-8") != HEAD + listed(pins):
        print("constraints.txt is not what would be written today")
    elif not only_check:
        FILE.write_text(HEAD + listed(pins), encoding="utf-8")
    lacking = []
    for system in SYSTEMS:
        for python in PYTHONS:
            packages = without_wheel(pins, set(needed(metadata, system, python)), system, python)
            told = f"no wheel of {', '.join(packages)}" if packages else "a wheel of each"
            print(f"{system}, Python {python}: {told}", flush=True)
            lacking += packages
    sys.exit(bool(lacking))


def listed(pins: dict[str, str]) -> str:
    """The lines of the file."""
    return "".join(f"{name}=={version}\n" for name, version in pins.items())


if __name__ == "__main__":
    main()
