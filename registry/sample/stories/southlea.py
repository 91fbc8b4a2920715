"""The second organisation, which shares nothing with the first."""

from registry.pledges.models import Kind
from registry.sample import counts
from registry.sample.play import Play, Telling
from registry.sample.tellings import count_on

NURSE, DIRECTOR = "clinician southlea", "quality southlea"


async def dressings(play: Play) -> Telling:
    yield play.at(130, "08:10")
    idea = await play.register(
        NURSE,
        title="The right dressing in the car",
        better="We carry what tomorrow's wounds need, so that nobody is visited twice for one dressing.",
        why="I drive forty minutes back for a dressing that costs two pounds, and people apologise to me for it.",
        aim="waste",
        service="district",
        outcome="Second visits for a missing dressing fall from 11 a week to 3.",
    )
    await idea.count(counts.SECOND_VISITS)
    play.also(count_on(idea, 60, 14, 10))
    await idea.draw("stock", "No dressing past its date is ever in a car.")
    yield play.at(124, "10:00")
    sponsorship = await idea.sponsor(DIRECTOR, "I pay for the boxes and ask you once a month.", first=124, last=-30)
    yield play.at(123, "08:05")
    await idea.accept(sponsorship)
    await idea.begin("", last=-20)
    yield play.at(14, "08:15")
    await idea.tell(
        tried="A box for each car, filled the evening before from tomorrow's list.",
        happened="Four second visits last week.",
        learnt="The list is right when the nurse of the day writes it.",
        answers={"stock": "kept"},
    )


async def speaking_again(play: Play) -> Telling:
    """Paused: it stops the clock, and nobody need say why."""
    yield play.at(64, "17:45")
    idea = await play.register(
        NURSE,
        title="Speaking again at home",
        better="After a stroke the practice of speaking goes on in the first week at home.",
        why="They leave us with three words won back, and lose one in every week of waiting.",
        aim="helplessness",
        service="stroke",
    )
    yield play.at(55, "17:50")
    await idea.pause()


async def last_visit(play: Play) -> Telling:
    """Answered 'not now', with a day to look again that lies ahead."""
    yield play.at(33, "18:20")
    idea = await play.register(
        NURSE,
        title="The last visit is not the last call",
        better="Families are rung two weeks after a death at home, by the nurse who was there.",
        why="I think of them on my drive. I would like to be allowed to ring.",
        aim="pain",
        service="palliative",
    )
    await idea.ask(Kind.TIME, "An hour a week for two nurses", 2, weekly=True, first=20, last=-60)
    yield play.at(24, "12:10")
    await idea.say_not_now(DIRECTOR, "Two of four nurses are new. Once they drive alone I can free the hour.", -45)
