from registry.pledges.models import Kind
from registry.sample import counts
from registry.sample.play import Play, Scene, Telling
from registry.sample.tellings import count_on, keep, try_out

HOMES = "Rosehill, Beechwood, The Limes and Fairview"


async def seven_drinks(play: Play) -> Telling:
    """Exploring with a partner, on the care homes' ground."""
    yield play.at(171, "12:30")
    idea = await play.register(
        "rosa.delgado",
        title="Seven drinks a day",
        better="People in the four homes are offered seven drinks a day that they like, and need fewer antibiotics.",
        why="I am called for one more infection, and there is a full cup on the table, cold, out of reach. It takes "
        "somebody to make a drink, and somebody to sit down beside it.",
        aim="harm",
        service="community",
        outcome="Urine infections that need antibiotics fall from 4.2 to 2.5 in 1,000 resident days.",
    )
    await idea.share("homes")
    play.also(lent_ground(idea))
    await idea.join("older people", "well at home")
    await idea.count(counts.INFECTIONS, counts.FLUID_OVERLOAD)
    play.also(
        count_on(idea, 118, 66, 10),
        try_out(
            idea,
            (118, "Drinks that people chose, at eleven and four", 142),
            (66, "Company at four o’clock", 112),
        ),
    )
    await idea.draw("restriction", "No resident's drink restriction is overridden.")
    yield play.at(170, "12:45")
    teaching = await idea.ask(
        Kind.SKILLS, "Days on which the homes' staff and we learn this together", 30, first=150, last=30
    )
    yield play.at(164, "09:20")
    sponsorship = await idea.sponsor(
        "margaret.hollis", "I speak with the homes' owners, as often as it takes.", first=164, last=-60
    )
    yield play.at(163, "15:25")
    days = await idea.offer(
        "partner",
        Kind.SKILLS,
        "Five afternoons on which all four homes free their staff, tea and cake included",
        30,
        first=150,
        last=30,
        ask=teaching,
    )
    yield play.at(162, "12:38")
    await idea.accept(sponsorship)
    await idea.accept(days)
    play.also(keep(idea, days, [(140, 6), (119, 6), (98, 6), (70, 6), (41, 6)]))
    yield play.at(158, "12:20")
    await idea.begin("", last=-55)
    yield play.at(157, "15:10")
    trolleys = await idea.offer(
        "partner", Kind.EQUIPMENT, "Four drinks trolleys, painted by the residents", 4, first=150, last=60
    )
    yield play.at(156, "12:26")
    await idea.accept(trolleys)
    play.also(keep(idea, trolleys, [(121, 2), (85, 1)]))
    yield play.at(118, "12:35")
    await idea.tell(
        tried="A trolley at eleven and at four with drinks that people chose, in cups that they can lift.",
        happened="5.6 drinks a day, from 4.1. The infections have not moved yet.",
        learnt="Ask what they drank at forty. Nobody says squash.",
        next_step="Somebody sits down with each of the eleven who leave their cup.",
        answers={"restriction": "kept"},
    )
    yield play.at(66, "12:41")
    await idea.tell(
        tried="Eleven people have company at four o'clock.",
        happened="6.8 drinks a day. Infections are 3.1 in 1,000 resident days.",
        learnt="It was never the drink. It was the chair beside it.",
        next_step="The home at the coast would like to begin too.",
        answers={"restriction": ("near", "Once a second cup was offered in spite of a restriction, and not drunk.")},
    )
    yield play.at(10, "12:33")
    await idea.tell(
        happened="7.1 drinks a day. 2.7 in 1,000 resident days.",
        learnt="A blue cup means a restriction. Everyone knows it now, residents first.",
        answers={"restriction": "kept"},
    )
    yield play.at(2, "15:05")
    await idea.offer(
        "partner",
        Kind.TIME,
        "The baker's van brings a carer along to the coast home",
        3,
        weekly=True,
        first=-7,
        last=-60,
    )


async def lent_ground(idea: Scene) -> Telling:
    """What the homes allow on their ground, and what they do not."""
    play = idea.play
    yield play.at(171, "12:40")
    await idea.work_on("homes", HOMES)
    nights = await idea.ask_licence(
        "Look at the fluid charts of every resident, at night as well",
        HOMES,
        touches="All residents’ charts, without their families’ leave",
        first=169,
        last=-190,
    )
    yield play.at(169, "15:40")
    await play.refuse("partner", nights, "Manager of Rosehill", "Nobody reads a chart without the family’s leave.")
    yield play.at(168, "12:30")
    drinks = await idea.ask_licence(
        "Offer seven drinks a day in the four homes, and count what people drink",
        HOMES,
        touches="Residents who said yes, or whose families did; how much they drink, without names",
        first=166,
        last=-25,
        conditions="A carer of the home is there whenever we are\nNo resident’s drink restriction is overridden",
    )
    yield play.at(166, "10:05")
    await idea.granted_by_link(
        drinks,
        "una.byrne@fourelms.example",
        "Una Byrne",
        "Regional director of the homes",
        "A carer of the home is there whenever we are\nNo resident’s drink restriction is overridden\n"
        "Families read the numbers before anybody else does",
    )
    yield play.at(130, "12:40")
    filming = await idea.ask_licence(
        "Film the four o’clock company, to teach it in the other homes",
        "Rosehill",
        touches="Residents and carers who agree to be seen",
        first=128,
        last=-60,
    )
    weighing = await idea.ask_licence(
        "Weigh twelve residents each week, to see whether they drink more",
        "Beechwood",
        touches="The weight of twelve residents",
        first=128,
        last=20,
    )
    yield play.at(128, "15:20")
    await play.grant("partner", filming, "Manager of Rosehill", "Whoever is seen may say no at any time")
    await play.grant("partner", weighing, "Manager of Rosehill")
    yield play.at(97, "16:10")
    await play.revoke("partner", filming, "One family did not want it after all, and people moved differently.")
    yield play.at(90, "12:50")
    await idea.hand_licence_back(weighing)
    yield play.at(6, "12:45")
    await idea.ask_licence(
        "Begin with seven drinks at the coast home as well",
        "Seaview",
        touches="Residents who say yes; how much they drink, without names",
        first=-14,
        last=-200,
        conditions="A carer of the home is there whenever we are",
    )


async def carers_on_the_ward(play: Play) -> Telling:
    """The homes ask for our ground."""
    yield play.at(150, "14:10")
    visits = {"place": "Wards 6 and 7", "touches": "Residents of the homes who are in hospital"}
    trial = await play.ask_our_ground(
        "partner", "A carer of the home sits with a resident at supper", **visits, first=145, last=55
    )
    yield play.at(146, "09:30")
    await play.grant("board", trial, "Chair", "The ward’s nurse in charge says when")
    yield play.at(9, "14:25")
    again = await play.ask_our_ground(
        "partner", "A carer of the home sits with a resident at supper, each evening", **visits, first=-10, last=-375
    )
    yield play.at(4, "08:50")
    await play.grant("board", again, "Chair", "The ward’s nurse in charge says when")
    yield play.at(1, "14:30")
    await play.ask_our_ground(
        "partner",
        "Our carers learn with your nurses how to see delirium early",
        "Teaching room, second floor",
        touches="No patients; six of our carers",
        first=-20,
        last=-80,
    )
