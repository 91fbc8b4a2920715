"""What a team tried, marked in its charts."""

from collections.abc import Collection
from datetime import date

from registry.measures.models import Change
from registry.measures.rules.numbers import objections_to_date

CHANGES_AT_MOST = 100
WHO_TELLS = "The team of an open idea marks what it tried."


def objections_to_change(tried_on: date, what: str, told: Collection[Change], today: date) -> dict[str, str]:
    """
    told   what stands already
    """
    if objections_to_date(tried_on, today):
        return {"tried_on": "Choose the day on which you began, today or earlier."}
    if any((change.tried_on, change.what) == (tried_on, what) for change in told):
        return {"what": "This is marked for that day already."}
    if len(told) >= CHANGES_AT_MOST:
        return {"what": f"There are {CHANGES_AT_MOST} marks already. Take one back first."}
    return {}
