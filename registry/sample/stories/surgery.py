from registry.pledges.models import Kind
from registry.sample import counts
from registry.sample.play import Play, Telling
from registry.sample.tellings import count_on


async def theatre(play: Play) -> Telling:
    """Registered; the organisation said 'not now', the day to look again has come, and it waits anew."""
    yield play.at(68, "06:20")
    idea = await play.register(
        "vikram.shah",
        title="Theatre within 36 hours",
        better="Three of four people with a broken hip are operated on within 36 hours, on whatever day they fall.",
        why="A broken hip is where a life turns. Whoever breaks it on a Friday evening waits until Tuesday with us, "
        "and I have stood at those bedsides on Sunday with nothing to say.",
        aim="death",
        service="theatre",
        outcome="People operated on within 36 hours rise from 41 to 75 in 100.",
    )
    await idea.join("older people", "mended")
    await idea.count(counts.WITHIN_36_HOURS, counts.CANCELLED)
    play.also(count_on(idea, 40, 9))
    await idea.draw("cancer", "Elective cancer lists stay untouched.")
    await idea.serve(Fairness="Whoever falls on a Friday waits no longer than whoever falls on a Tuesday.")
    yield play.at(67, "06:35")
    await idea.ask(Kind.SPACE, "Two extra trauma lists, on Saturday and on Sunday", 26, first=50, last=-130)
    await idea.ask(Kind.SPONSORSHIP, "Somebody who can speak with surgery and anaesthetics at once", first=60)
    await idea.welcome("elin.johansson", "I get them up on the first day. I can say what each day of waiting costs.")
    yield play.at(57, "12:15")
    await idea.say_not_now(
        "second-sponsor",
        "Two new anaesthetists start in seven weeks. Before that I would promise lists that nobody can staff.",
        6,
    )
    yield play.at(40, "06:28")
    await idea.tell(
        tried="Nothing is changed yet. We have counted.",
        happened="41 in 100 in time; of those who fell from Friday noon to Sunday, 17 in 100.",
        learnt="The weekday lists have room on three mornings a month. Nobody knew.",
        next_step="Ask whether those mornings could be held until eight o'clock for us.",
    )


async def delirium(play: Play) -> Telling:
    """Registered 41 days ago without an answer: the organisation is late, and everyone can see it."""
    yield play.at(41, "13:15")
    idea = await play.register(
        "elin.johansson",
        title="Spot delirium early",
        better="Nearly everyone is screened for delirium after an operation, so that nobody is lost in themselves for "
        "days before we notice.",
        why="People tell us afterwards where they have been in those days, and it was worse than the operation. On the "
        "charts we had written 'quiet'.",
        aim="helplessness",
        service="orthopaedics",
        outcome="4AT screens done after an operation rise from 79 to 95 in 100.",
    )
    await idea.join("older people", "not lost")
    await idea.draw("paper", "No added paper form.")
    await idea.serve(
        Kindness="We look for the person behind the quiet.",
        Honesty="We stop writing 'quiet' when we mean that we did not ask.",
    )
    yield play.at(40, "13:30")
    await idea.ask(Kind.DATA, "Somebody who can take the screens out of the notes once a month", 5, first=30, last=-120)
    yield play.at(12, "13:10")
    await idea.count(counts.SCREENED, counts.MINUTES_PER_SCREEN)
    yield play.at(12, "13:22")
    await idea.tell(
        tried="Counting by hand, five months back.",
        happened="77, 81, 79, 80 and 79 in 100.",
        learnt="Nobody is against it. On nights with two of us it is the first thing that goes.",
        next_step="Begin, if we hear that we may.",
    )
