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
    await play.declare(
        "samuel.oduya",
        "evenings",
        "see people in the evening, or on a Saturday, so that they wait less",
        last=-21,
        time_limit="60",
        service_ids={play.services["emergency"], play.services["children"]},
        aim_ids={play.aims[play.people["samuel.oduya"].organisation_id, "waiting"]},
    )


async def own_words(play: Play) -> Telling:
    """What some of them say of themselves; not everybody shares all of it."""
    yield play.at(150, "20:10")
    await play.write_profile(
        "clinician",
        cares_about="Children who are called difficult, and the parents who are asked whether they tried to be strict.",
        why="My brother was eleven when somebody told us what it was. He had been in the corridor for four years.",
        is_why_shared=True,
        has_led="Twelve weeks to an answer, from a list on paper to how we work now.",
        has_learnt="That a date in the diary calms more people than any leaflet.",
        has_supported="The school nurses, who found half of the children.",
        skills=["Run charts", "Talking with families", "Clinic planning"],
    )
    await play.hold_to("clinician", "Patience", "People tell you the real thing last.", meets="Kindness")
    await play.hope(
        "clinician",
        interests="How services for adults could take over without a gap.",
        hopes="To lead the pathway for young adults one day.",
        is_for_manager=True,
    )
    yield play.at(120, "21:05")
    await play.write_profile(
        "peter.nowak",
        cares_about="Numbers that the people who made them can read.",
        has_supported="Nine teams with their first chart.",
        skills=["Run charts", "Spreadsheets", "Questionnaires"],
    )
    await play.hold_to("peter.nowak", "Plainness", "Whoever needs me to explain a chart got a bad chart.")
    yield play.at(95, "06:50")
    await play.write_profile(
        "colleague",
        cares_about="People who are told to stay in bed because walking is a risk.",
        why="I do not say that here yet.",
        skills=["Falls", "Teaching on the ward"],
    )
    await play.hold_to("colleague", "Nerve", "Standing up is always a small risk.", meets="Courage")
    yield play.at(80, "18:30")
    await play.write_profile(
        "hannah.cole",
        cares_about="That the new ones still like the work in their third year.",
        skills=["Teaching on the ward", "Rotas"],
    )
