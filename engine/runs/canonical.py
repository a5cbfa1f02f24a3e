"""The one spelling of a document, and the id that is its hash."""

import hashlib
import json
from typing import Any


def canonical_json(document: Any) -> str:
    """Sorted keys, no spaces, UTF-8, no NaN."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def id_of(document: Any) -> str:
    """First 32 hex digits of the sha256 of the canonical JSON."""
    return hashlib.sha256(canonical_json(document).encode()).hexdigest()[:32]
