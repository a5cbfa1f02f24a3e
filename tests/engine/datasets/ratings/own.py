"""Ratings of one's own, uploaded and read."""

from typing import Any

import pytest

from engine.datasets.ratings.ratings import Ratings
from engine.datasets.ratings.sources import UploadedRatings
from engine.errors import InputError
from engine.files import uploads
from engine.report import Silent


def load(data: str | bytes, items: str | bytes = b"", **options: Any) -> Ratings:
    """The ratings in a file, none held out; items: the item table."""
    content = data.encode() if isinstance(data, str) else data
    extra = {}
    if items:
        extra["items_sha256"] = uploads.keep(items.encode() if isinstance(items, str) else items, "items.txt").sha256
    options = {"split": "none"} | options | extra
    return UploadedRatings(sha256=uploads.keep(content, "ratings").sha256, **options).load(Silent())


def content(ratings: Ratings) -> set[tuple[str, str, float]]:
    """The ratings by name, whatever their order."""
    names = [ratings.user_names[user] for user in ratings.users]
    items = [ratings.item_names[item] for item in ratings.items]
    return set(zip(names, items, ratings.stars.tolist(), strict=True))


def pairs(ratings: Ratings) -> set[tuple[str, str]]:
    """Who had what."""
    return {(user, item) for user, item, _ in content(ratings)}


def said(ratings: Ratings) -> str:
    """All notes."""
    return " ".join(ratings.notes)


def refusal(data: str | bytes, items: str | bytes = b"", **options: Any) -> InputError:
    """The error with which a file is refused."""
    with pytest.raises(InputError) as caught:
        load(data, items, **options)
    return caught.value
