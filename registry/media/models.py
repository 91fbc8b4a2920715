from datetime import datetime

from sqlmodel import Field

from registry.kit.database import Row, UTCDateTime


class File(Row, table=True):
    """A picture as it was drawn anew: a JPEG, in base64."""

    content: str
    width: int
    height: int
    added_at: datetime = Field(sa_type=UTCDateTime)
