from sqlmodel import Field

from registry.kit.database import VersionedRow, indexed

FIRST_AIMS = ("death", "harm", "pain", "waiting", "helplessness", "waste", "inequity")


class Aim(VersionedRow, table=True):
    """A 'no needless ...' aim; `name` is the word that ends the sentence."""

    __table_args__ = (indexed("aim", "name", unique=True),)

    name: str = Field(max_length=60)
    place: int = 0

    @property
    def label(self) -> str:
        return f"No needless {self.name}"
