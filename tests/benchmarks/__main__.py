"""List the benchmarks, or run one: `python -m tests.benchmarks [NAME [--quick] | --names]`."""

import argparse
import importlib
import json
import pkgutil
import sys
from types import ModuleType

import tests.benchmarks


def benchmarks() -> dict[str, ModuleType]:
    """Name -> module, for every module of this folder that has a goal."""
    names = [module.name for module in pkgutil.iter_modules(tests.benchmarks.__path__) if module.name != "__main__"]
    modules = {name: importlib.import_module(f"tests.benchmarks.{name}") for name in sorted(names)}
    return {name: module for name, module in modules.items() if hasattr(module, "GOAL")}


def main(arguments: list[str]) -> int:
    """Exit status: 0 if the goal was met (or only a list was asked for), 1 if not."""
    known = benchmarks()
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("name", nargs="?", choices=[*known], help="the benchmark to run; without it, all are listed")
    parser.add_argument("--quick", action="store_true", help="a smaller version of about a minute")
    parser.add_argument("--names", action="store_true", help="only the names, one a line")
    chosen = parser.parse_args(arguments)
    if chosen.name is None:
        lines = known if chosen.names else [f"{name:12} {known[name].GOAL} Peer: {known[name].PEER}." for name in known]
        print("\n".join(lines))
        return 0
    module = known[chosen.name]
    if chosen.quick:
        print("QUICK: a smaller version, whose figures are not those of the goal; see the module for its own gates.")
    result = {"name": chosen.name, "quick": chosen.quick, **module.run(chosen.quick), "peer": module.PEER}
    print(json.dumps(result), flush=True)
    return 0 if result["ok"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
