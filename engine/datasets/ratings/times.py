"""Stamps and dates as seconds since 1970."""

from datetime import UTC, datetime


def seconds_of(text: str) -> int:
    """Seconds since 1970 of a stamp in seconds or milliseconds, or of a date in ISO form; 0 if it is neither.

    >>> seconds_of("1970-01-02"), seconds_of("964982703"), seconds_of("yesterday")
    (86400, 964982703, 0)
    """
    text = text.strip()
    try:
        value = float(text)
        value = value / 1000 if value > 1e11 else value
        return int(value) if 0 <= value < 1e11 else 0
    except ValueError:
        pass
    try:
        found = datetime.fromisoformat(text)
        return max(0, int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()))
    except (ValueError, OverflowError):
        return 0
