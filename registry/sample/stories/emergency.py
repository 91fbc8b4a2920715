from registry.pledges.models import Kind
from registry.sample import counts
from registry.sample.play import Play, Telling
from registry.sample.tellings import accept_version, count_on, feel, keep, look_back, rest_limits, try_out


async def sepsis(play: Play) -> Telling:
    """Exploring, going well: a nurse's hours were promised for half a year and came."""
    yield play.at(232, "07:52")
    idea = await play.register(
        "sofia.marchetti",
        title="Antibiotics sooner in suspected sepsis",
        better="People who come to us with suspected sepsis get their first dose within an hour of the door, not after "
        "two and a half.",
        why="On a bad night everybody here does their own part well, and the first dose still comes after four hours. "
        "Nobody in the room wants it so. I want us to be proud of those nights as well.",
        aim="waiting",
        service="emergency",
        outcome="The median time from the door to the first dose falls from 155 to 108 minutes.",
    )
    yield play.at(231, "08:05")
    nurse = await idea.ask(
        Kind.TIME,
        "A nurse at triage who may start the sepsis bundle, at the busiest hours",
        8,
        weekly=True,
        first=217,
        last=36,
    )
    await idea.join("urgent care", "first dose")
    await idea.count(counts.DOOR_TO_DOSE, counts.UNNECESSARY_DOSES)
    play.also(
        accept_version(idea, 45, "07:40"),
        count_on(idea, 188, 132, 76, 39, 4),
        rest_limits(idea, 11, counts.DOOR_TO_DOSE, 12, "The twelve weeks before it was done on every day."),
        try_out(
            idea,
            (188, "Triage takes cultures and calls, on Mondays", 210),
            (132, "One registrar signs at triage, on Mondays", 168),
            (76, "The same on every day of the week", 81),
        ),
    )
    await idea.draw("allergy", "No dose before a senior has looked, where an allergy is flagged.")
    yield play.at(228, "12:40")
    sponsorship = await idea.sponsor(
        "second-sponsor",
        "I come to the huddle on the first Monday of the month, and I answer within five days when you are stuck.",
        first=228,
        last=-150,
    )
    yield play.at(227, "07:30")
    await idea.accept(sponsorship)
    yield play.at(224, "16:15")
    hours = await idea.offer(
        "margaret.hollis",
        Kind.TIME,
        "A nurse at triage from four to midnight on Mondays, taken out of the rota so that nobody covers for her",
        8,
        weekly=True,
        first=217,
        last=36,
        ask=nurse,
    )
    yield play.at(223, "07:41")
    await idea.accept(hours)
    play.also(keep(idea, hours, [(190, 32), (162, 32), (134, 32), (106, 32), (78, 32), (50, 32), (38, 16)]))
    play.also(look_back(idea, 34, hours, "On Monday evenings nobody waited for a cubicle any more. Thank you."))
    yield play.at(216, "09:00")
    await idea.begin("", last=34)
    await idea.welcome("aoife.brennan", "I am the one who writes the prescriptions. Let me be part of it.")
    await idea.welcome("jonas.weber", "I am in the department until the spring, and I see it every night.")
    await idea.welcome("peter.nowak", "I can count it, if somebody tells me what a first dose is.")
    await idea.welcome("keira.doyle", "We have mothers with sepsis too. I want to learn how you do it.")
    team = ("sofia.marchetti", "aoife.brennan", "jonas.weber", "peter.nowak", "keira.doyle")
    play.also(feel(idea, [(3, 4), (3, 4), (4, 4), (4, 3)], *team))
    yield play.at(188, "15:10")
    await idea.tell(
        tried="On Mondays triage takes blood cultures and calls the prescriber at once, without waiting for a cubicle.",
        happened="Eleven people on four Mondays. Their median was 121 minutes; over the whole week it is 155.",
        learnt="The wait is not for the nurse. It is for the signature.",
        next_step="A bleep that the registrar carries only for this, and carries gladly.",
        answers={"allergy": "kept"},
    )
    yield play.at(132, "14:20")
    await idea.tell(
        "aoife.brennan",
        tried="On Mondays one registrar carries the sepsis bleep and signs at triage.",
        happened="98 minutes on five Mondays. The other six days are as they were, and so is the week.",
        learnt="Signing at the chair takes four minutes. Being found takes thirty.",
        next_step="Count the unnecessary doses every week, so that quick does not become careless.",
        answers={"allergy": ("near", "One flag was seen only after the call. The bleep card asks for it first now.")},
    )
    yield play.at(76, "15:35")
    await idea.tell(
        tried="The same on every day of the week.",
        happened="In the first week the median of all days was 107 minutes. Unnecessary doses are 6 in 100, as before.",
        learnt="It works at night too, when the night sister owns it.",
        next_step="Write it into the induction for the next doctors who come.",
        answers={"allergy": "kept"},
    )
    yield play.at(41, "18:05")
    await idea.view("second-sponsor", "I would not stop now. The Mondays I cannot promise again before spring.")
    yield play.at(40, "07:50")
    await idea.carry_on(
        "From 155 minutes to 112, on all seven days. We go on until it has held through a winter, with Mondays as they "
        "are: without the extra nurse.",
        last=-45,
    )
    yield play.at(11, "14:50")
    await idea.tell(
        happened="104 minutes over ten weeks, nights and weekends included. The promised hours have all come, and "
        "Mondays run without them now.",
        learnt="What began as extra hours has become the way we take people in.",
        next_step="Ask the team at the end of our time whether this is how we work now.",
        answers={"allergy": "kept"},
    )


async def clean_first_time(play: Play) -> Telling:
    """Exploring, strong; its boundary was near once."""
    yield play.at(201, "06:58")
    idea = await play.register(
        "aoife.brennan",
        title="Clean first time",
        better="Fewer blood cultures are contaminated, so that fewer people stay in hospital for a germ that was never "
        "in their blood.",
        why="I ring people back for a germ that came from my own skin. They leave what they are doing, they come, and "
        "they thank me. I would rather deserve it.",
        aim="waste",
        service="emergency",
        outcome="Contaminated blood cultures fall from 4.3 to 3.0 in 100.",
    )
    await idea.join("urgent care", "right first")
    await idea.count(counts.CONTAMINATED, counts.TRUE_POSITIVES)
    play.also(
        accept_version(idea, 44, "21:20"),
        count_on(idea, 151, 89, 19, 5),
        try_out(
            idea,
            (151, "A kit with everything in it", 165),
            (89, "The kits hang beside the cannulas", 132),
        ),
    )
    await idea.draw(
        "found",
        "Cultures that find what made somebody ill do not fall under 6 in 100.",
        measure=counts.TRUE_POSITIVES,
        not_under="6",
        margin="1",
    )
    await idea.draw("cultures", "No fewer cultures are taken where we suspect sepsis.")
    yield play.at(200, "22:10")
    kits = await idea.ask(Kind.MONEY, "Sterile collection kits for six months", 2400, first=185, last=10)
    films = await idea.ask(Kind.SKILLS, "Somebody who makes a short film of a clean culture", 6, first=185, last=100)
    yield play.at(193, "11:25")
    sponsorship = await idea.sponsor(
        "second-sponsor",
        "I clear the way with the laboratory and with purchasing, and I read your numbers every month.",
        first=193,
        last=-100,
    )
    money = await idea.offer(
        "second-sponsor",
        Kind.MONEY,
        "Sterile collection kits from my own budget, ordered by the department as it needs them",
        2400,
        first=185,
        last=10,
        ask=kits,
        rests_on=["found"],
    )
    yield play.at(193, "21:47")
    await idea.accept(sponsorship)
    await idea.accept(money)
    play.also(keep(idea, money, [(170, 900), (110, 800), (40, 700)], "Paid for the kits that were ordered."))
    yield play.at(190, "07:15")
    await idea.begin("", last=-45)
    await idea.welcome("sofia.marchetti", "The nurses take most of them. I should be there.")
    yield play.at(151, "06:40")
    await idea.tell(
        tried="A kit with everything in it, and one minute of teaching at the start of each shift.",
        happened="3.4 in 100 in the first full month. It had never been under 4.",
        learnt="People knew how. They did not have everything in one hand at three in the morning.",
        next_step="Put the kits where the cannulas are.",
        answers={"cultures": "kept"},
    )
    yield play.at(120, "07:05")
    await idea.need_no_longer(films)
    yield play.at(89, "06:35")
    await idea.tell(
        "sofia.marchetti",
        tried="The kits hang beside the cannulas.",
        happened="2.6 in 100. We also took fewer cultures than in any month of the year.",
        learnt="Someone thought that fewer cultures was the aim. It is not, and we had not said so.",
        next_step="Say it at every handover this month.",
        answers={"cultures": ("near", "Fewer cultures this month; all who were flagged for sepsis had theirs.")},
    )
    yield play.at(19, "06:44")
    await idea.tell(
        happened="2.4 in 100, four months in a row under 3. Cultures in suspected sepsis are back where they were.",
        learnt="Saying what we do not want was as useful as saying what we want.",
        next_step="Give the kit's list to the wards that have asked for it.",
        answers={"cultures": "kept"},
    )
    yield play.at(4, "21:05")
    await idea.redraw(
        "cultures",
        "Everyone with suspected sepsis has cultures taken before the first dose, unless that would delay it.",
        "Counting cultures told us too little. This says what we are really afraid of.",
    )
