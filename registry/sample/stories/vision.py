"""What the board of Northmoor says should be true, how it changed its mind about one word of it, and where it lets
people act without asking.
"""

from registry.sample.play import Play, Telling

STATEMENT = (
    "Whoever comes to us is seen as a person, helped as early as we can, and told the truth. Whoever works here goes "
    "home proud of the day."
)


async def vision(play: Play) -> Telling:
    yield play.at(429, "14:00")
    await play.publish_vision(
        "board",
        STATEMENT,
        "The first one, written after a year of listening on wards and in waiting rooms.",
        {
            "Kindness": "We see the person first, and the bed, the form and the clock after.",
            "Honesty": "We say what we know, what we do not, and what went wrong.",
            "Excellence": "We do what is known to work, every time.",
            "Fairness": "Who needs us most does not come last.",
        },
    )
    yield play.at(300, "10:30")
    await play.publish_vision(
        "board",
        STATEMENT,
        "Nobody on the wards could say what excellence asks of them. Courage they knew at once.",
        {
            "Kindness": "We see the person first, and the bed, the form and the clock after.",
            "Honesty": "We say what we know, what we do not, and what went wrong.",
            "Courage": "We try what may be better, and say so when we are stuck.",
            "Fairness": "Who needs us most does not come last.",
        },
    )


async def ward_leaders(play: Play) -> Telling:
    """The area in which most small ideas fall, and one that was withdrawn while an idea stood under it."""
    yield play.at(200, "11:30")
    await play.declare(
        "board",
        "ward leaders",
        "change how your ward works, if you lead a ward or a team, and spend what it takes.",
        last=-165,
        money_limit="2000",
        time_limit="40",
        excluded="Anything that changes what a patient is given, or who is on a rota without their saying yes.",
        other_limits="Say what you did at the next ward meeting.",
    )
    await play.declare(
        "samuel.oduya",
        "carrying",
        "carry medicines and letters between wards yourselves, in whatever way serves people best.",
        last=-100,
        time_limit="400",
    )
    yield play.at(50, "12:10")
    await play.withdraw_area(
        "samuel.oduya", "carrying", "The new tubes carry them from next month, and two ways would cross."
    )
