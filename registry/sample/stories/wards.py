from registry.pledges.models import Kind
from registry.sample import counts
from registry.sample.play import Play, Telling
from registry.sample.tellings import count_on, keep, rest_limits, try_out


async def prescribed_to_given(play: Play) -> Telling:
    """Exploring, hit and miss; a promised pharmacist comes late, and a boundary was crossed this week."""
    yield play.at(118, "19:40")
    idea = await play.register(
        "hannah.cole",
        title="From chart to patient",
        better="On our 28 beds a medicine is given within the hour in which it is prescribed, also at the weekend.",
        why="A Parkinson's tablet that comes late costs a whole morning. It lies in the cupboard all the while, and I "
        "walk past it with my hands full of other things.",
        aim="waiting",
        service="ward 7",
        outcome="The mean time from prescribed to given falls from 68 to 60 minutes.",
    )
    await idea.count(counts.PRESCRIBED_TO_GIVEN, counts.MISSED_DOSES)
    play.also(
        count_on(idea, 64, 29, 8),
        try_out(
            idea,
            (64, "A pharmacist looks at the bedside", 99),
            (3, "The nurse in charge looks when he is away", 57),
        ),
    )
    await idea.draw("round", "No extra step in the ward round.")
    yield play.at(117, "12:05")
    pharmacist = await idea.ask(
        Kind.SKILLS, "A pharmacist on the ward when the charts are written", 3, weekly=True, first=105, last=-70
    )
    await idea.ask(Kind.EQUIPMENT, "A second drug trolley, so that nobody waits for the first", 1, first=100)
    yield play.at(112, "10:30")
    sponsorship = await idea.sponsor(
        "sponsor",
        "I walk the ward with you every second Thursday, and I take away what stops you.",
        first=112,
        last=-120,
    )
    trolley = await idea.offer("sponsor", Kind.EQUIPMENT, "A second drug trolley", 1, first=112, last=56)
    yield play.at(111, "19:15")
    await idea.accept(sponsorship)
    await idea.accept(trolley)
    yield play.at(108, "09:12")
    hours = await idea.offer(
        "callum.reid",
        Kind.SKILLS,
        "I stand beside the doctors on the morning round and put right what would come back to me at noon",
        3,
        weekly=True,
        first=105,
        last=-70,
        ask=pharmacist,
    )
    yield play.at(107, "19:22")
    await idea.accept(hours)
    play.also(keep(idea, hours, [(92, 6), (71, 3), (43, 6)]))
    yield play.at(104, "07:05")
    await idea.begin("", last=-75)
    await idea.welcome("callum.reid", "If I stand there anyway, let me be in the team.")
    yield play.at(64, "19:30")
    await idea.tell(
        tried="Medicines for the morning are checked at the bedside while the round is still there.",
        happened="61 minutes in one week, 74 in the next. The trolley has not come.",
        learnt="When Callum is there it works. When he is called away nobody knows who looks.",
        next_step="Agree who looks when he cannot.",
        answers={"round": "kept"},
    )
    yield play.at(3, "18:55")
    await idea.tell(
        tried="The nurse in charge looks when the pharmacist is called away.",
        happened="66 minutes. It moves a little and comes back. The round took ten minutes longer on three days.",
        learnt="We have put the work on the round, which is what we had said we would not do.",
        next_step="Sit down with the doctors on Thursday and find another place for it.",
        answers={"round": ("crossed", "Ten minutes longer on three days: that is an extra step.")},
    )
    yield play.at(1, "19:02")
    await idea.ask(Kind.BARRIER, "The night pharmacy hatch closes at eight. Half an hour later would do.", first=1)


async def steady(play: Play) -> Telling:
    """Ended: it did not work yet, and what was learnt is worth as much as a success."""
    yield play.at(342, "12:55")
    idea = await play.register(
        "colleague",
        title="Steady on your feet",
        better="Fewer people fall on the older people's ward, and nobody is kept in bed to reach that number.",
        why="After a fall people turn careful, and careful means that they never walk to the garden again. I became a "
        "physiotherapist because I cannot bear careful.",
        aim="harm",
        service="older people",
        outcome="Falls go from 6.6 to 6.3 or fewer in 1,000 days in bed.",
    )
    yield play.at(341, "13:05")
    await idea.join("older people", "steady")
    await idea.count(counts.FALLS, counts.CONFINED)
    play.also(
        count_on(idea, 280, 215, 150, 125),
        rest_limits(idea, 215, counts.FALLS, 17, "The months before we began, to see honestly what we moved."),
        try_out(
            idea,
            (280, "Shoes, walks, and a mark for the frame", 325),
            (215, "A quiet round at half past three", 262),
            (150, "The round for nine people only", 208),
        ),
    )
    await idea.draw("free", "No restraint, and no loss of anybody's freedom to move.")
    expert = await idea.ask(
        Kind.SKILLS, "A falls nurse who walks with us once a week", 2, weekly=True, first=330, last=162
    )
    yield play.at(334, "09:45")
    sponsorship = await idea.sponsor(
        "margaret.hollis", "I sponsor this gladly, and I want to hear it when it does not work.", first=334, last=60
    )
    hours = await idea.offer(
        "margaret.hollis",
        Kind.SKILLS,
        "Our falls nurse on the ward every Wednesday morning",
        2,
        weekly=True,
        first=330,
        last=162,
        ask=expert,
    )
    yield play.at(333, "12:50")
    await idea.accept(sponsorship)
    await idea.accept(hours)
    play.also(keep(idea, hours, [(300, 10), (260, 12), (220, 12), (180, 12), (163, 4)]))
    yield play.at(331, "12:45")
    mats = await idea.offer("sponsor", Kind.EQUIPMENT, "Six sensor mats on loan", 6, first=320, last=230)
    yield play.at(330, "13:00")
    await idea.accept(mats)
    await idea.begin("", last=120)
    await idea.welcome("elin.johansson", "We have the same floor and the same worries.")
    yield play.at(321, "10:15")
    away = await idea.offer(
        "second-sponsor", Kind.INTRODUCTION, "To a trust that halved its falls", first=321, last=290
    )
    yield play.at(320, "12:40")
    await idea.decline(away, "Kindly meant. We visited them last year; let us first see our own ward clearly.")
    yield play.at(280, "12:52")
    await idea.tell(
        tried="Shoes by the bed, a walk before breakfast, and a mark on the floor where the frame should stand.",
        happened="Seven falls in the month, as ever. People liked the walks.",
        learnt="Most falls are on the way to the bathroom between four and six in the morning.",
        next_step="Offer help at half past three, before anybody needs to hurry.",
        answers={"free": "kept"},
    )
    yield play.at(215, "12:48")
    await idea.tell(
        tried="A quiet round at half past three.",
        happened="Six falls, then eight. We were asked to let people sleep.",
        learnt="We were waking those who do not fall to reach those who do.",
        next_step="One more month with those alone who fell before, then look honestly.",
        answers={"free": ("near", "On two nights we asked people to stay in bed until help came.")},
    )
    yield play.at(150, "12:30")
    await idea.tell(
        tried="The round for nine people only.",
        happened="6.5 in 1,000 days over half a year. It is the same number with a different decimal.",
        learnt="We changed much and moved nothing that the chart can see.",
        answers={"free": "kept"},
    )
    yield play.at(149, "16:10")
    extra = await idea.offer(
        "margaret.hollis", Kind.TIME, "An assistant for the early round", 5, weekly=True, first=149, last=-20
    )
    yield play.at(148, "12:35")
    await idea.accept(extra)
    yield play.at(84, "12:40")
    await idea.end(
        "It did not work yet. Shoes, walks and rounds by the clock did not change how often people fall, and a round "
        "that wakes people has its own price. What we would try next: a bathroom nearer to the four beds where most "
        "falls begin, and asking people in the evening when they usually get up. Whoever begins there need not repeat "
        "our year. Nobody was restrained for our number, and we are glad of that."
    )


async def home_with_medicines(play: Play) -> Telling:
    """Exploring; the porter's time runs out in 14 days, and the exploration soon after."""
    yield play.at(96, "17:32")
    idea = await play.register(
        "yusuf.rahman",
        title="Home with your medicines",
        better="Whoever is told in the morning that they can go home has their medicines in hand by lunch, and "
        "somebody has explained them.",
        why="People sit on their beds in their coats from ten until half past three, and whoever came to fetch them "
        "has taken the day off. I have the bag in my basket the whole time.",
        aim="waiting",
        service="ward 4",
        outcome="The time from the decision to the medicines in hand falls from 280 to 150 minutes.",
    )
    await idea.join("urgent care", "home today")
    await idea.count(counts.DECISION_TO_MEDICINES, counts.DISPENSING_ERRORS)
    play.also(
        count_on(idea, 60, 17, 3),
        rest_limits(idea, 17, counts.DECISION_TO_MEDICINES, 12, "The weeks before we changed anything."),
        try_out(
            idea,
            (60, "Written the evening before, carried every half hour", 82),
            (17, "A sheet on the door with tomorrow’s names", 54),
        ),
    )
    await idea.draw("check", "The second check in the pharmacy is never skipped.")
    yield play.at(95, "16:40")
    await idea.claim("carrying", "The bags are ours to carry, and a porter may carry them with us.")
    yield play.at(95, "17:10")
    porter = await idea.ask(
        Kind.TIME, "A porter who carries finished bags up every half hour", 10, weekly=True, first=85, last=-14
    )
    yield play.at(91, "08:48")
    sponsorship = await idea.sponsor(
        "sponsor",
        "I want to know each Friday what held up the last bag of the day. That is my part of it.",
        first=91,
        last=-30,
    )
    hours = await idea.offer(
        "sponsor",
        Kind.TIME,
        "Two hours of a porter's time each weekday, from eleven to one",
        10,
        weekly=True,
        first=85,
        last=-14,
        ask=porter,
    )
    yield play.at(90, "17:25")
    await idea.accept(sponsorship)
    await idea.accept(hours)
    play.also(keep(idea, hours, [(72, 20), (58, 20), (44, 20), (30, 20), (16, 20)]))
    yield play.at(84, "08:30")
    await idea.begin("", last=-24)
    await idea.welcome("hannah.cole", "Half of my people go home through Ward 4.")
    await idea.invite("colleague")
    yield play.at(60, "16:50")
    await idea.tell(
        tried="The prescription is written at the evening round before, and the porter walks every half hour.",
        happened="205 minutes on average, and 150 when the evening round had written it.",
        learnt="The bag was never slow. The decision was made at nine and written at one.",
        next_step="A sheet on the door with the names for tomorrow.",
        answers={"check": "kept"},
    )
    yield play.at(22, "16:05")
    sheets = await idea.give(hours, 10, 23, "He also carried the beds to Ward 9 in those hours.")
    yield play.at(21, "17:10")
    await idea.dispute(hours, sheets, "That week he was lent to Ward 9: no bag went up between eleven and one.")
    yield play.at(17, "16:42")
    await idea.tell(
        tried="The sheet on the door, filled in by the nurse who knows.",
        happened="162 minutes for three weeks. One afternoon the porter was off and it was 240 again.",
        learnt="It stands on one man's two hours.",
        next_step="Find out before they end whether the wards can fetch by turns.",
        answers={"check": "kept"},
    )
    yield play.at(2, "12:58")
    await idea.give(hours, 20, 2, "Two full weeks; on Tuesday he was with you until two.")
