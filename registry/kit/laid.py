"""Letters laid into a folder, and for which row each of them lies there: its file's name says so."""

from collections import defaultdict
from datetime import datetime
from pathlib import Path
from uuid import UUID

FOLDER = "letters"
FOR = "-for-"


def name_of(at: datetime, lies_for: UUID | None = None) -> str:
    """
    lies_for   the row with which the letter goes; None where it stays until somebody has sent it
    """
    return f"{at:%Y%m%d-%H%M%S-%f}{f'{FOR}{lies_for}' if lies_for else ''}.eml"


def letters_by_row(folder: Path) -> dict[UUID, list[Path]]:
    found: dict[UUID, list[Path]] = defaultdict(list)
    for path in folder.glob(f"*{FOR}*.eml"):
        try:
            found[UUID(path.stem.partition(FOR)[2])].append(path)
        except ValueError:
            continue  # Somebody gave it another name.
    return dict(found)
