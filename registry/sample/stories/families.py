from registry.pledges.models import Kind, Verdict
from registry.sample import counts
from registry.sample.play import Play, Scene, Telling
from registry.sample.tellings import count_on, keep, rest_limits, serve, try_out, wonder


async def twelve_weeks(play: Play) -> Telling:
    """How we work now: the analyst came, and the answer comes in a season instead of half a year."""
    yield play.at(412, "19:05")
    idea = await play.register(
        "clinician",
        title="Twelve weeks to an answer",
        better="Families hear within twelve weeks of the referral whether their child has ADHD, and what we suggest.",
        why="Families wait half a year to hear. I meet them in school meetings with nothing to tell them. We can do "
        "this in twelve weeks if assessment and feedback happen on one day.",
        aim="waiting",
        service="children",
        outcome="The mean time from referral to feedback falls from 28 to 12 weeks.",
    )
    await idea.count(counts.WEEKS_TO_FEEDBACK, counts.DIAGNOSED)
    play.also(
        serve(idea, 411, Kindness="A family that knows can plan. A family that waits cannot.", Honesty=""),
        count_on(idea, 330, 240, 160, 112, 78, 52, 25),
        rest_limits(idea, 240, counts.WEEKS_TO_FEEDBACK, 12, "The year before the first joint clinic."),
        try_out(
            idea,
            (330, "One joint clinic a week", 380),
            (240, "The school is rung on the day", 286),
            (160, "Two joint clinics a week", 232),
        ),
        wonder(
            idea,
            140,
            "rosa.delgado",
            "What do you do when the school does not answer?",
            answered=(
                138,
                "clinician",
                "We ring once more at lunch, and then the parents ring. One of the three always works.",
            ),
        ),
        wonder(
            idea, 12, "quality", "Would a family say that the answer is as good as it was when it took half a year?"
        ),
        wonder(
            idea,
            9,
            "clinician",
            "May we tell the two districts beside us how Peter’s day was freed?",
            to="sponsor",
        ),
    )
    await idea.draw("quality", "The quality of the assessment is not lowered: no child is seen for under 90 minutes.")
    await idea.draw(
        "rate",
        "The share of children who are diagnosed does not fall under 55 in 100.",
        measure=counts.DIAGNOSED,
        not_under="55",
        margin="3",
    )
    yield play.at(411, "18:48")
    analyst = await idea.ask(
        Kind.DATA, "An analyst, one day a week, to show us where the weeks go", "7.5", weekly=True, first=396, last=124
    )
    yield play.at(405, "10:20")
    sponsorship = await idea.sponsor(
        "sponsor",
        "I stand behind this, and you can ring me.",
        first=405,
        last=-70,
        visit_weeks=4,
        clear_days=7,
        presents=True,
    )
    days = await idea.offer(
        "sponsor",
        Kind.DATA,
        "Peter Nowak, one day a week, with his other work taken off him",
        "7.5",
        weekly=True,
        first=396,
        last=124,
        ask=analyst,
    )
    yield play.at(404, "18:55")
    await idea.accept(sponsorship)
    await idea.accept(days)
    play.also(
        keep(idea, days, [(368, 30), (333, "37.5"), (298, "37.5"), (263, 45), (221, 45), (179, "37.5"), (144, 45)]),
        keep(idea, days, [(126, 15)], "His last two days; he leaves you a sheet that fills itself."),
    )
    yield play.at(401, "09:05")
    rooms = await idea.offer(
        "second-sponsor", Kind.SPACE, "Two clinic rooms on Thursdays, side by side", 26, first=396, last=210
    )
    yield play.at(400, "18:40")
    await idea.accept(rooms)
    play.also(keep(idea, rooms, [(340, 8), (280, 9), (211, 9)]))
    await idea.begin("", last=110)
    await idea.welcome("keira.doyle", "I write many of these referrals. I would like to see the other end.")
    yield play.at(330, "18:30")
    await idea.tell(
        tried="One joint clinic a week: school report first, then the child, then the talk, on one day.",
        happened="Fourteen families in seven weeks. They went home knowing. Eleven said it was tiring, and right.",
        learnt="Nine of the 28 weeks were letters between us and us.",
        next_step="Ring the school instead of writing to it.",
        answers={"quality": "kept"},
    )
    yield play.at(240, "18:22")
    await idea.tell(
        tried="The school is rung on the day of the referral.",
        happened="18 weeks, from 28. The talk still takes its 90 minutes; once it was 80, because of a fire alarm.",
        learnt="Teachers like to be asked. They remember more than the form has boxes for.",
        next_step="A second joint clinic.",
        answers={
            "quality": ("near", "One appointment was cut to 80 minutes, and made up for."),
        },
    )
    yield play.at(160, "18:35")
    await idea.tell(
        tried="Two joint clinics a week.",
        happened="13 weeks for three months. 66 in 100 are diagnosed, as before.",
        learnt="It needs two rooms side by side more than it needs more people.",
        next_step="Ask whether this is how we work now.",
        answers={"quality": "kept"},
    )
    yield play.at(112, "18:15")
    await idea.recalculate_from(counts.WEEKS_TO_FEEDBACK, 17, "Two joint clinics a week: this is how we work now.")
    await idea.keep(
        "28 weeks are 12, and no assessment is shorter. It holds when one of us is on leave.",
        owner="keira.doyle",
        view=("sponsor", "I have sat in your Thursday clinic. Keep it, and tell me when the rooms are taken away."),
    )
    await idea.tell(
        happened="12.4 weeks. The board on the wall shows every family's week, and it is green more than not.",
        learnt="The list grew shorter because we stopped sending it to each other.",
        answers={"quality": "kept"},
    )
    yield play.at(80, "12:15")
    support = await idea.offer(
        "manager",
        Kind.LINE_MANAGER,
        "Two hours each week that are yours for this",
        2,
        weekly=True,
        first=77,
        last=-90,
        helped="clinician",
        check_in_weeks=2,
    )
    yield play.at(79, "18:20")
    await idea.accept(support)
    play.also(keep(idea, support, [(50, 8), (22, 8)]))
    yield play.at(78, "18:26")
    await idea.tell(
        happened="12.1 weeks in the first full month as ordinary work.",
        learnt="New colleagues ask what it was like before.",
        answers={"quality": "kept"},
    )
    yield play.at(52, "18:31")
    await idea.tell(
        happened="11.8 weeks. 64 in 100 are diagnosed.",
        next_step="Write down for others what the first month was like.",
        answers={"quality": "kept"},
    )
    yield play.at(25, "18:27")
    await idea.tell(
        happened="12.0 weeks. Two trusts have asked to visit.",
        learnt="Visitors ask about the software. There is none; there are two doors that stand open.",
        answers={"quality": ("kept", "92 minutes on average.")},
    )
    yield play.at(5, "19:10")
    await idea.want_to_join("naomi.stern", "Adults wait for the same answer. May I learn from yours?")
    yield play.at(3, "11:20")
    await idea.offer(
        "sponsor",
        Kind.DATA,
        "Peter for half a day each month, so that the sheet on the wall stays true",
        4,
        first=-7,
        last=-190,
    )
    yield play.at(1, "16:30")
    await idea.give(support, 8, 1, "Four Tuesdays, all of them kept free.")


async def wait_before_the_clamp(play: Play) -> Telling:
    """How we work now; the babies' temperature is watched, and was near its boundary."""
    yield play.at(318, "04:12")
    idea = await play.register(
        "keira.doyle",
        title="Wait before the clamp",
        better="Nine of ten babies keep their cord for a minute or more, also when the birth is a caesarean.",
        why="We know what those sixty seconds of blood are worth to a baby who comes early. I have counted them aloud "
        "in a silent theatre, and been asked what I was waiting for.",
        aim="harm",
        service="maternity",
        outcome="Births with delayed cord clamping rise from 25 to 90 in 100.",
    )
    await idea.count(counts.DELAYED_CLAMPING, counts.COLD_NEWBORNS)
    play.also(
        count_on(idea, 236, 150, 119, 60, 15),
        rest_limits(idea, 236, counts.DELAYED_CLAMPING, 14, "The months before anybody counted aloud."),
        try_out(
            idea,
            (236, "Somebody counts aloud", 297),
            (150, "Warm towels, and a hat first", 222),
        ),
    )
    await idea.draw("wish", "The mother's wish comes first.")
    await idea.draw(
        "warm",
        "Not more than 8 in 100 newborns are colder than 36.5 °C.",
        measure=counts.COLD_NEWBORNS,
        not_over="8",
        margin="1",
    )
    yield play.at(317, "19:58")
    midwife = await idea.ask(
        Kind.TIME, "A midwife with protected time to stand in theatre with us", 4, weekly=True, first=305, last=137
    )
    yield play.at(309, "08:35")
    sponsorship = await idea.sponsor(
        "margaret.hollis", "I talk with the anaesthetists myself. You talk with the mothers.", first=309, last=-60
    )
    hours = await idea.offer(
        "margaret.hollis",
        Kind.TIME,
        "Four hours of a midwife, out of the numbers, where you say",
        4,
        weekly=True,
        first=305,
        last=137,
        ask=midwife,
    )
    yield play.at(308, "20:05")
    await idea.accept(sponsorship)
    await idea.accept(hours)
    play.also(keep(idea, hours, [(270, 24), (228, 24), (186, 24), (138, 28)]))
    yield play.at(300, "20:00")
    await idea.begin("", last=120)
    yield play.at(299, "14:15")
    barrier = await idea.offer(
        "second-sponsor",
        Kind.BARRIER,
        "That the theatre checklist has a line for it, signed by me",
        first=299,
        last=240,
    )
    yield play.at(298, "20:10")
    await idea.accept(barrier)
    yield play.at(243, "20:20")
    await idea.give(barrier, None, 243, "The new checklist hangs in both theatres.", by="keira.doyle")
    await idea.judge(barrier, Verdict.KEPT)
    yield play.at(236, "20:15")
    await idea.tell(
        tried="Somebody counts aloud. At first it was I, now it is whoever holds the baby.",
        happened="58 in 100. In theatre it was 9 and is 41. Cold babies are 7 in 100, from 5.",
        learnt="Nobody was against it. Nobody had been told that they may wait.",
        next_step="Warm towels on the sterile side.",
        answers={"wish": "kept"},
    )
    yield play.at(150, "20:30")
    await idea.tell(
        tried="Warm towels, and a hat before the count of ten.",
        happened="88 in 100. Cold babies are 6 in 100.",
        learnt="The hat is worth as much as the towel.",
        answers={"wish": "kept"},
    )
    yield play.at(119, "20:12")
    await idea.recalculate_from(counts.DELAYED_CLAMPING, 18, "Everybody waits now, in theatre as well.")
    await idea.sustain()
    await idea.tell(
        happened="91 in 100 for the whole month.",
        learnt="The students think that it was always so.",
        answers={"wish": "kept"},
    )
    play.also(stand_still(play, idea))
    yield play.at(15, "20:18")
    await idea.tell(
        happened="90 in 100. It has been a cold month: 8 in 100 newborns were under 36.5 °C, just at the line.",
        learnt="Theatre two is two degrees colder than theatre one.",
        next_step="Ask estates before it gets colder.",
        answers={"wish": "kept"},
    )


async def stand_still(play: Play, source: Scene) -> Telling:
    """Begun from the midwives' idea by the nurse who carries the babies away from it."""
    yield play.at(64, "13:40")
    draft = await play.adopt("grace.adeyemi", source.idea)
    yield play.at(63, "19:15")
    idea = await play.register(
        "grace.adeyemi",
        draft=draft,
        title="A minute before we carry them",
        better="A baby who comes early is warm and still on the cord for the first minute, also when we are called in.",
        why="We ran in, took them, and ran out. The midwives showed us what that minute is worth. Now we are the ones "
        "who have to learn to stand still.",
        aim="harm",
        service="maternity",
    )
    await idea.draw("breathing", "No baby who does not breathe waits for us to count.")
    await idea.serve(Courage="It takes courage to do nothing for a minute.")
    await idea.seek("Run charts", "Filming")
    yield play.at(60, "07:20")
    await idea.claim("ward leaders", "I lead the neonatal team. It costs a towel and an hour of teaching.")
    await idea.begin("Of ten babies whom we are called to, eight keep their cord for a minute.", last=-45)
    yield play.at(12, "20:40")
    await idea.tell(
        tried="One of us counts aloud, as the midwives do, and nobody reaches before sixty.",
        happened="Seven of nine babies in the first weeks. The two others needed us at once, and had us.",
        learnt="Standing still is easier when somebody else counts.",
        next_step="Ask maternity for a second warm towel at the table.",
        answers={"breathing": "kept"},
    )


async def drafts(play: Play) -> Telling:
    """What is still only a thought, seen by its author alone."""
    yield play.at(71, "21:40")
    thought_better_of = await play.draft("colleague", title="A second gym on the top floor")
    yield play.at(70, "08:02")
    await play.discard("colleague", thought_better_of)
    yield play.at(9, "21:15")
    await play.draft(
        "clinician",
        title="One letter instead of four",
        better="After a clinic the family gets one letter that school, practice and we ourselves can use.",
    )
    yield play.at(6, "22:03")
    await play.draft("colleague", title="Ask in the evening when people get up")
