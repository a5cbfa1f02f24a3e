"""What one visitor may keep on a server that several people share; on a server of one's own there is no such limit."""

from engine import limits, settings
from engine.errors import InputError
from engine.files import uploads
from engine.files.uploads import Upload
from engine.runs import catalogue


def used_bytes(owner: str) -> int:
    """Bytes of the runs and uploads of a visitor."""
    return catalogue.disk_used(owner) + uploads.used_bytes(owner)


def require_room(owner: str, n_bytes: int = 0) -> None:
    """Raise InputError if a visitor has no room for so many bytes more, or for anything."""
    if not settings.shared_mode() or not owner:
        return
    used = used_bytes(owner)
    if used + n_bytes >= limits.VISITOR_BYTES:
        raise InputError(
            f"Your runs and uploads take {used / limits.MB:,.0f} MB of the {limits.VISITOR_BYTES / limits.MB:,.0f} MB "
            "that each visitor may keep here; delete some under Runs.",
            "E-DSK-04",
        )


def keep_upload(data: bytes, file_name: str, owner: str) -> Upload:
    """Keep a visitor's file; raises InputError as `uploads.keep` does, and if the visitor's room is used up."""
    require_room(owner, len(data))
    return uploads.keep(data, file_name, owner)
