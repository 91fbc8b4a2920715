"""What the board of Northmoor says should be true, and how it changed its mind about one word of it."""

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
