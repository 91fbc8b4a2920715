from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class AllReadIn(BaseModel):
    """
    until_id   the newest notice that was shown
    """

    until_id: UUID


class NoticeOut(BaseModel):
    """
    actor_name   goes before the sentence; empty where the sentence stands alone
    """

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    actor_name: str
    sentence: str
    address: str
    made_at: datetime
    is_read: bool
