from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from registry.kit.database import Row, UTCDateTime, indexed, refers


class File(Row, table=True):
    """A picture as it was drawn anew: a JPEG, in base64."""

    content: str
    width: int
    height: int
    added_at: datetime = Field(sa_type=UTCDateTime)


class Recording(Row, table=True):
    """What somebody says, heard or seen, as it was drawn anew: MP4. What it holds stands in its pieces.

    width, height   in dots; 0 for a sound
    size            in bytes
    """

    is_film: bool
    seconds: int
    width: int
    height: int
    size: int
    added_at: datetime = Field(sa_type=UTCDateTime)

    @property
    def media_type(self) -> str:
        return "video/mp4" if self.is_film else "audio/mp4"


class RecordingPiece(Row, table=True):
    """A part of a recording in base64; all but the last are of one length."""

    __tablename__ = "recording_piece"
    __table_args__ = (
        indexed("recording_piece", "recording_id", "number", unique=True),
        refers("recording_id", "recording"),
    )

    recording_id: UUID
    number: int
    content: str
