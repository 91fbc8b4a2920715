"""Letters laid into a folder, and for which row each of them lies there: its file's name says so."""

import logging
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel.sql.expression import SelectOfScalar

from registry.kit.database import Database

FOLDER = "letters"
FOR = "-for-"
log = logging.getLogger("registry.letters")


@dataclass(frozen=True)
class LiesFor:
    """The row with which a letter goes; its noun tells whose it is."""

    noun: str
    id: UUID


def name_of(at: datetime, lies_for: LiesFor | None = None) -> str:
    """
    lies_for   None where it stays until somebody has sent it
    """
    return f"{at:%Y%m%d-%H%M%S-%f}{f'{FOR}{lies_for.noun}-{lies_for.id}' if lies_for else ''}.eml"


def letters_by_row(folder: Path, noun: str) -> dict[UUID, list[Path]]:
    found: dict[UUID, list[Path]] = defaultdict(list)
    for path in folder.glob(f"*{FOR}{noun}-*.eml"):
        try:
            found[UUID(path.stem.partition(f"{FOR}{noun}-")[2])].append(path)
        except ValueError:
            continue  # Somebody gave it another name.
    return dict(found)


async def take_back(
    database: Database, data_dir: Path, noun: str, standing_of: Callable[[Collection[UUID]], SelectOfScalar[UUID]]
) -> None:
    """Deletes the letters that lie there for rows which stand no longer. One that is laid there meanwhile goes with the
    periodic work.

    standing_of   those of some ids for which letters may still lie there
    """
    try:
        laid_there = letters_by_row(data_dir / FOLDER, noun)
        if not laid_there:
            return
        async with database.readers() as session:
            standing = set((await session.exec(standing_of(laid_there.keys()))).all())
        for row_id in laid_there.keys() - standing:
            for path in laid_there[row_id]:
                path.unlink(missing_ok=True)
    except (SQLAlchemyError, OSError) as error:
        log.warning("letters could not be taken back yet: %s", type(error).__name__)
