"""A training made again from its recipe alone, without the store: what the script of a lab sheet does."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.errors import InputError
from engine.files import uploads
from engine.fit import Fit
from engine.neighbors import Metric
from engine.report import Report, Silent
from engine.runs.recipe import EmbeddingOf, Recipe

NEAR = 1e-4
"""How far a score may be from that of the sheet and be the same: scores are printed with four decimals."""


def reproduced(document: Mapping[str, Any], files: Iterable[str | Path] = (), report: Report = Silent()) -> Fit:
    """Train what a recipe's document (`Recipe.to_json`) describes.

    files: those that were uploaded for it, in the order of `uploaded`, whatever their names.

    Raises InputError if one of them is missing, if the recipe is of another version, and if it begins from another run.
    """
    recipe = Recipe.from_json(_with_files(document, list(files)))
    recipe.require_todays()
    if recipe.learner is None or isinstance(recipe.dataset, EmbeddingOf) or recipe.learner.begins_from:
        raise InputError("Only a training on data is made again from its recipe alone.", "E-RUN-11")
    return recipe.learner.fit(recipe.dataset.load(report), report)  # type: ignore[attr-defined]  # a Source


def _with_files(document: Mapping[str, Any], files: Sequence[str | Path]) -> Any:
    """The document with the files as they are kept here: on a server of several people they have other ids."""
    names = uploaded(document)
    if len(files) != len(names):
        told = ", ".join(name or "a file" for name in names.values())
        raise InputError(f"It was made from {len(names)} uploaded files ({told}); {len(files)} were given.", "E-RUN-12")
    text = json.dumps(document)
    for sha256, file in zip(names, files, strict=True):
        text = text.replace(sha256, uploads.keep_local(Path(file)).sha256)
    return json.loads(text)


def uploaded(document: Mapping[str, Any]) -> dict[str, str]:
    """The uploads that a recipe names: sha256 -> the name they came with, "" if it is not known here."""
    return {sha256: next(iter(uploads.names(sha256)), "") for sha256 in uploads.ids_in(document)}


def script_head(what: str, files: Mapping[str, str]) -> list[str]:
    """The first lines of a script: what it does, how it is run, what it imports. files: as `uploaded` has them."""
    told = "".join(f"\n    {name or 'a file'} (sha256 {sha256[:12]}...)" for sha256, name in files.items())
    return [
        f'"""{what}. Run it with the app\'s Python, in the folder of the app:',
        "",
        f"    python reproduce.py{' FILE ...' if files else ''}",
        *(["", f"The files that were uploaded for it, in this order:{told}"] if files else []),
        '"""',
        "",
        "import json",
        "import sys",
        "",
        'sys.path.insert(0, ".")',
        "",
    ]


VERDICT = (
    'print("The same as on the sheet." if same else "Not the same as on the sheet.")',
    "sys.exit(not same)",
)
"""The last lines of such a script."""


def literal(document: Any) -> str:
    """A document as a Python literal of its JSON."""
    return json.dumps(json.dumps(document, sort_keys=True))


def script(
    document: Mapping[str, Any],
    name: str,
    item: str = "",
    metric: Metric = "cosine",
    near: Sequence[tuple[str, float]] = (),
) -> str:
    """A short Python script that trains a recipe again and prints what a sheet shows of it.

    name: which embedding of the fit. item, metric, near: an item, and its nearest neighbors with their scores as the
    sheet has them; the script says whether it finds the same.
    """
    lines = [
        *script_head("Makes the training of the lab sheet again", uploaded(document)),
        "from engine.by_name import most_similar",
        "from engine.reproduce import NEAR, reproduced",
        "",
        f"RECIPE = json.loads({literal(document)})",
        "",
        "fit = reproduced(RECIPE, sys.argv[1:])",
        f"embedding = fit.embeddings[{name!r}]",
        'print(f"{embedding.n_items:,} items with {embedding.n_components} numbers each")',
        "for key, value in fit.summary.items():",
        '    print(f"{key}: {value}")',
    ]
    if near:
        lines += [
            f"SHEET = {[(label, round(score, 4)) for label, score in near]!r}",
            f"found = most_similar(embedding, {item!r}, len(SHEET), {metric!r})",
            f'print("Nearest to " + {item!r} + ":")',
            "for label, score in found:",
            '    print(f"  {label} {score:.4f}")',
            "same = [label for label, _ in found] == [label for label, _ in SHEET] and all(",
            "    abs(a - b) <= NEAR for (_, a), (_, b) in zip(found, SHEET))",
            *VERDICT,
        ]
    return "\n".join(lines) + "\n"
