from registry.boundaries.models import CrossingAnswer
from registry.pledges.models import Kind
from registry.sample import counts
from registry.sample.play import Play, Telling
from registry.sample.tellings import count_on, hold_barrier, keep, rest_limits, try_out, wonder


async def calm_wards(play: Play) -> Telling:
    """Exploring, a modest change; its sponsor changed, and hours were cut early."""
    yield play.at(263, "14:05")
    idea = await play.register(
        "marcus.bell",
        title="Calm wards",
        better="Fewer people are hurt or frightened on our two secure sites, patients and staff alike.",
        why="A young colleague asked me on her third day whether it is always so loud. I had stopped hearing it.",
        aim="harm",
        service="secure",
        outcome="Violent incidents fall from 12.5 to 8.8 in 1,000 days in bed.",
    )
    await idea.join("mental health", "calm")
    await idea.count(counts.VIOLENT_INCIDENTS, counts.SECLUSION)
    play.also(
        count_on(idea, 210, 140, 70, 13),
        rest_limits(
            idea,
            140,
            counts.VIOLENT_INCIDENTS,
            16,
            "The months before the first huddle: does anything move from there?",
        ),
        try_out(
            idea,
            (210, "A huddle at each handover", 240),
            (140, "The huddle stands, and a note comes along", 178),
            (70, "Patients write the note", 110),
        ),
    )
    play.also(
        hold_barrier(idea, 48, "On the second site no door closes, so the huddle has no room.", (45, "sponsor", "")),
        wonder(
            idea,
            33,
            "naomi.stern",
            "May the volunteers of the day team be paid for the quarter of an hour?",
            to="margaret.hollis",
            answered=(29, "margaret.hollis", "Yes. It is on the rota from Monday, as fifteen minutes that count."),
        ),
    )
    await idea.draw("restraint", "No rise in restraint, and no rise in hours of seclusion.")
    yield play.at(262, "14:10")
    backfill = await idea.ask(
        Kind.TIME, "Cover for a huddle of fifteen minutes at each handover", 12, weekly=True, first=250, last=-60
    )
    yield play.at(255, "09:35")
    first = await idea.sponsor(
        "sponsor", "I sponsor this and bring it to the executive every month.", first=255, last=-60
    )
    hours = await idea.offer(
        "second-sponsor",
        Kind.TIME,
        "Cover from the bank for the safety huddles on both sites",
        12,
        weekly=True,
        first=250,
        last=-60,
        ask=backfill,
    )
    yield play.at(254, "14:20")
    await idea.accept(first)
    await idea.accept(hours)
    play.also(keep(idea, hours, [(222, 48), (194, 48), (166, 48), (131, 60), (84, 84)]))
    yield play.at(249, "14:00")
    await idea.begin("", last=-9)
    await idea.welcome("naomi.stern", "Many of them were with us the week before. I want to help from the front door.")
    yield play.at(240, "10:05")
    await idea.offer("second-sponsor", Kind.SPACE, "The old library as a quiet room", 120, first=236, last=110)
    yield play.at(210, "14:30")
    await idea.tell(
        tried="Fifteen minutes at each handover: who has had a hard day, and what would help.",
        happened="11.9 in 1,000 days. The huddle is held on two of three days.",
        learnt="When the bank nurse comes late there is no huddle, and those are the bad evenings.",
        next_step="Hold it standing, at the door, with whoever is there.",
        answers={"restraint": "kept"},
    )
    yield play.at(166, "09:50")
    offered = await idea.offer_promises(
        "sponsor",
        "second-sponsor",
        "I take over the winter plan and would give them only my name. You know these wards, and they know you.",
    )
    yield play.at(164, "11:15")
    await idea.take_promises_over(offered)
    yield play.at(140, "14:25")
    await idea.tell(
        "naomi.stern",
        tried="The standing huddle, and a note from our ward for each person who moves over.",
        happened="11.0 in 1,000 days.",
        learnt="People who arrive with a story of themselves are less afraid of us.",
        next_step="Ask patients to write that note themselves.",
        answers={"restraint": "kept"},
    )
    yield play.at(112, "16:40")
    rest = await idea.reduce(
        hours, 6, "The bank cannot fill the second site any more. I would rather promise what comes."
    )
    play.also(keep(idea, rest, [(54, 24), (26, 24)]))
    yield play.at(70, "14:15")
    await idea.tell(
        tried="Patients write the note, three lines, in their own words.",
        happened="10.6 in 1,000 days; on the second site it has not moved since the cover was halved.",
        learnt="We should have said in the first week that half the cover is half the calm.",
        next_step="Two volunteers from the day team hold the huddle on the second site.",
        answers={"restraint": ("near", "Hours of seclusion rose in one week and fell in the next.")},
    )
    yield play.at(13, "14:18")
    await idea.tell(
        happened="10.4 in 1,000 days, and the quietest month that either site remembers.",
        learnt="Modest, and ours.",
        answers={"restraint": "kept"},
    )


async def body_and_mind(play: Play) -> Telling:
    """Handed over at rotation; a boundary was crossed and answered; one promise withdrawn, one never confirmed."""
    yield play.at(228, "23:20")
    idea = await play.register(
        "jonas.weber",
        title="Body as well as mind",
        better="Everyone admitted in a crisis has a full physical check within a day, as they would on any other ward.",
        why="We treat the voices well for years, and nobody listens to the heart. People with a serious mental illness "
        "die fifteen years early, mostly of bodies like yours and mine.",
        aim="inequity",
        service="admission",
        outcome="Full physical checks rise from 75 to 100 in 100 admissions.",
    )
    await idea.join("mental health", "as long")
    play.also(
        hold_barrier(
            idea,
            104,
            "After six the room with the couch is locked, and the key is in another building.",
            (101, "margaret.hollis", ""),
            (66, "margaret.hollis", "The building is not mine any more since the move. Daniel’s is the next door."),
            (63, "second-sponsor", ""),
        )
    )
    await idea.draw("force", "No check is ever done by force.")
    await idea.count(counts.CHECKED, counts.DECLINED)
    play.also(
        count_on(idea, 176, 114, 85, 55, 25),
        try_out(
            idea,
            (176, "Offered with the first cup of tea", 212),
            (113, "Offered again the next morning", 168),
            (84, "Asked once, and a peer worker sits down", 109),
        ),
    )
    await idea.draw(
        "declined",
        "Not more than one check in ten is declined, two months in a row.",
        measure=counts.DECLINED,
        not_over="10",
        margin="1",
        in_a_row=2,
    )
    await idea.serve(Fairness="A voice in the head is no reason for nobody to listen to the heart.")
    yield play.at(227, "22:50")
    machine = await idea.ask(Kind.EQUIPMENT, "An ECG machine that lives on our ward", 1, first=215)
    doctor = await idea.ask(
        Kind.TIME, "A junior doctor's hours for the checks after five", 4, weekly=True, first=215, last=-30
    )
    await idea.welcome("naomi.stern", "I am on the door when people come in. I will still be there when you rotate.")
    yield play.at(221, "10:10")
    sponsorship = await idea.sponsor(
        "second-sponsor", "Physical health is not an extra. I say so wherever I am asked.", first=221, last=-120
    )
    ecg = await idea.offer("second-sponsor", Kind.EQUIPMENT, "An ECG machine", 1, first=221, last=160, ask=machine)
    evenings = await idea.offer(
        "second-sponsor",
        Kind.TIME,
        "Four hours of a junior doctor, evenings, from the medical rota",
        4,
        weekly=True,
        first=215,
        last=-30,
        ask=doctor,
    )
    yield play.at(220, "23:05")
    await idea.accept(sponsorship)
    await idea.accept(ecg)
    await idea.accept(evenings)
    play.also(keep(idea, ecg, [(198, 1)], "It stands in the treatment room, with paper."))
    play.also(keep(idea, evenings, [(190, 14), (160, 16)]))
    yield play.at(214, "22:40")
    await idea.begin("", last=-60)
    yield play.at(190, "20:15")
    training = await idea.offer(
        "colleague", Kind.SKILLS, "I show you how to ask somebody to let you touch them", 6, first=186, last=140
    )
    yield play.at(189, "23:10")
    await idea.accept(training)
    yield play.at(176, "22:30")
    await idea.tell(
        tried="The check is offered with the first cup of tea, not with the paperwork.",
        happened="84 in 100 admissions, from 75. 9 in 100 declined.",
        learnt="People say yes to a person and no to a form.",
        next_step="Offer it again the next morning to those who said no.",
        answers={"force": "kept"},
    )
    yield play.at(142, "18:00")
    await idea.give(training, 6, 142, "Two afternoons with the night team.")
    yield play.at(113, "22:35")
    await idea.tell(
        tried="Offered twice: on the evening and on the morning after.",
        happened="91 in 100. But 13 in 100 declined last month and 12 in 100 this month.",
        learnt="Asking twice feels to some like being pressed.",
        answers={"force": "kept"},
    )
    yield play.at(110, "22:55")
    await idea.answer_crossing(
        "declined",
        CrossingAnswer.ADAPTED,
        "We ask once, and a peer worker who has been a patient here sits with whoever says no. If they change their "
        "mind, they say so. We do not ask a second time.",
    )
    yield play.at(86, "09:30")
    await idea.withdraw(
        evenings, "The medical rota has two gaps that I cannot fill. I am sorry: I promised what I hoped."
    )
    yield play.at(84, "22:20")
    await idea.tell(
        "naomi.stern",
        tried="The peer worker sits with people who say no.",
        happened="93 in 100, and 8 in 100 declined.",
        learnt="Minds are changed over a biscuit, not over a form.",
        answers={"force": "kept"},
    )
    yield play.at(82, "23:10")
    offered = await idea.offer_lead("naomi.stern", "I rotate on the first. You held it all along, and you stay.")
    yield play.at(80, "17:00")
    await idea.take_lead_over(offered)
    yield play.at(66, "07:40")
    await idea.tell(
        happened="92 in 100. We missed nobody when the doctors changed.",
        learnt="An idea survives a rotation when a nurse holds it.",
        next_step="Ask for evening hours again when the rota is whole.",
        answers={"force": "kept"},
    )
    yield play.at(45, "07:35")
    await idea.tell(
        happened="94 in 100, with the machine on the ward and without the evening hours.",
        learnt="The morning shift does what the evening cannot, if the tea comes first.",
        answers={"force": "kept"},
    )
