"""What invented people say."""

TOPICS = (
    "Antibiotics sooner", "From chart to patient", "Steady on your feet", "An answer in weeks", "Calm evenings",
    "Home with your medicines", "Clean first time", "Theatre on the day", "Spot delirium early",
    "Body as well as mind", "Seven drinks a day", "Wait before the clamp", "Warm hands", "One letter, not four",
    "Who rings back", "A quiet hour at night",
)  # fmt: skip
PLACES = (
    "the emergency department", "a 28-bed ward", "the older people's ward", "the children's clinic", "theatre two",
    "the pharmacy", "four care homes", "maternity", "the stroke unit", "community nursing", "the day hospital",
)  # fmt: skip
HOPES = (
    "Fewer people wait without knowing what comes next.",
    "People go home on the day that was promised, with what they need in hand.",
    "Nobody is hurt by something that we could have seen.",
    "People who cannot speak up are heard as soon as those who can.",
)
REASONS = (
    "I tell people that I am sorry more often than I tell them anything else.",
    "I went home last winter knowing that we could have done this better.",
    "My own mother lay on this ward, and I saw it from the other side.",
    "We have all learnt to walk past it. I would like to stop.",
)
OUTCOME = "Half of what it is now, by next year."
TRIED = ("Two of us did it on one day a week.", "We asked first, and listened.", "We moved the trolley.")
HAPPENED = (
    "It was quicker on the days when two of us did it.",
    "No change so far.",
    "People noticed before we told them.",
)
LEARNT = ("It did not work yet: the step that we left out was the one that mattered.", "Ask the night staff first.")
BOUNDARIES = (
    "No check is skipped to save time.",
    "Nobody waits longer because of it.",
    "The person's own wish comes first.",
)
JOINING = ("I would like to help on nights.", "I have tried this elsewhere.")
ADAPTED = "We ask at the door now, before anything else."
STOPPED = "We have stopped doing it that way."
NOT_NOW = ("The building works must end first.", "We wait for the new contract.", "There is nobody to lead on it yet.")
TAKEN_BACK = ("Three nurses left, and the ward comes first.", "The money was needed for the roof.")
TURNED_DOWN = ("Thank you. We found somebody on the ward.", "Thank you. That comes too late for us.")
DISPUTED = "Nobody came on that day."
I_CLEAR_THE_WAY = "I clear the way each month"
GIVEN_NAMES = (
    "Aisha", "Bola", "Carys", "David", "Elif", "Femi", "Grace", "Hamza", "Ines", "Jack", "Kofi", "Leila", "Maeve",
    "Nikhil", "Olga", "Piotr", "Rhian", "Samir", "Tess", "Uma", "Wanda", "Yusuf", "Zoe",
)  # fmt: skip
FAMILY_NAMES = (
    "Adeyemi", "Barker", "Chowdhury", "Davies", "Evans", "Fraser", "Gill", "Hughes", "Iqbal", "Jones", "Kaur", "Lloyd",
    "Marsh", "Nowak", "Owusu", "Patel", "Quinn", "Rahman", "Shaw", "Turner", "Varga", "Walsh", "Young",
)  # fmt: skip
POSITIONS = ("Nurse", "Physiotherapist", "Doctor", "Midwife", "Pharmacist", "Social worker", "Occupational therapist")
