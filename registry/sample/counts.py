"""What each idea of the sample counts: what should get better, and what must not get worse meanwhile. Figures as in
SAMPLE.md; where an update names a number, it stands here on its date.
"""

from registry.measures.models import Interval, MeasureKind
from registry.sample.numbers import About, Count
from registry.spc.series import Direction

OUTCOME, BALANCING = MeasureKind.OUTCOME, MeasureKind.BALANCING
UP, DOWN, NEITHER = Direction.INCREASE, Direction.DECREASE, Direction.NEUTRAL
WEEK, MONTH = Interval.WEEK, Interval.MONTH

DOOR_TO_DOSE = Count(
    name="Minutes from door to first dose",
    kind=OUTCOME,
    unit="minutes",
    definition="The median of the week, over everybody whom triage suspects of sepsis: from arrival to the first "
    "antibiotic.",
    direction=DOWN,
    interval=WEEK,
    target=108,
    numbers=[About(155, 12), About(104, 12)],
    newest=4,
)
UNNECESSARY_DOSES = Count(
    name="Doses judged unnecessary later",
    kind=BALANCING,
    unit="%",
    definition="Of those who were given antibiotics at triage: no infection was found when a senior looked again on "
    "the third day.",
    direction=DOWN,
    interval=WEEK,
    per=100,
    of=66,
    numbers=[About(6, 24)],
    newest=4,
)

PRESCRIBED_TO_GIVEN = Count(
    name="Minutes from prescribed to given",
    kind=OUTCOME,
    unit="minutes",
    definition="The mean of the week, over all first doses on the ward.",
    direction=DOWN,
    interval=WEEK,
    target=60,
    numbers=[About(68, 12), 70, 63, 61, 74, 67, 59, 72, 64, 60, 71, 62, 66],
    newest=8,
)
MISSED_DOSES = Count(
    name="Other doses missed",
    kind=BALANCING,
    unit="%",
    definition="Doses that were due in the week and not given, without a reason on the chart.",
    direction=DOWN,
    interval=WEEK,
    per=100,
    of=1900,
    numbers=[About(4.1, 24)],
    newest=8,
)

FALLS = Count(
    name="Falls per 1,000 bed days",
    kind=OUTCOME,
    unit="per 1,000 bed days",
    definition="Every fall that was seen or told of, with harm or without, on the older people's ward.",
    direction=DOWN,
    interval=MONTH,
    target=6.3,
    per=1000,
    of=1060,
    numbers=[About(6.6, 17), 6.6, 6.6, 5.7, 7.5, 6.6, 5.7, 6.6],
    newest=126,
)
CONFINED = Count(
    name="Days on which people stayed in bed",
    kind=BALANCING,
    unit="%",
    definition="Days of a patient on the ward on which they did not get up, though nothing on their plan kept them "
    "in bed.",
    direction=DOWN,
    interval=MONTH,
    per=100,
    of=1060,
    numbers=[About(7.2, 24)],
    newest=126,
)

WEEKS_TO_FEEDBACK = Count(
    name="Weeks from referral to feedback",
    kind=OUTCOME,
    unit="weeks",
    definition="The mean of the month, over all families who were given their answer in it.",
    direction=DOWN,
    interval=MONTH,
    target=12,
    places=1,
    numbers=[About(28, 12), 24.3, 22.1, 20.6, 19.2, 18.0, 13.1, 12.9, 13.2, 12.4, 12.1, 11.8, 12.0],
    newest=32,
)
DIAGNOSED = Count(
    name="Children who are diagnosed",
    kind=BALANCING,
    unit="%",
    definition="Of the children who were assessed in the month, those who have ADHD. If it falls, we look less "
    "closely.",
    direction=NEITHER,
    interval=MONTH,
    per=100,
    of=44,
    spread=0.04,
    numbers=[About(66, 18), 66, 65, 67, 66, 64, 66],
    newest=32,
)

VIOLENT_INCIDENTS = Count(
    name="Violent incidents per 1,000 bed days",
    kind=OUTCOME,
    unit="per 1,000 bed days",
    definition="Everything that hurt or frightened somebody, patient or staff, on both sites.",
    direction=DOWN,
    interval=MONTH,
    target=8.8,
    per=1000,
    of=2720,
    numbers=[About(12.5, 16), 11.9, 11.5, 11.0, 10.8, 10.7, 10.6, 10.5, 10.4],
    newest=14,
)
SECLUSION = Count(
    name="Hours of seclusion",
    kind=BALANCING,
    unit="hours",
    definition="All hours in which somebody was kept alone, on both sites, in the month.",
    direction=DOWN,
    interval=MONTH,
    numbers=[About(118, 24)],
    newest=14,
)

DECISION_TO_MEDICINES = Count(
    name="Minutes from decision to medicines in hand",
    kind=OUTCOME,
    unit="minutes",
    definition="The mean of the week, over everybody who went home from Ward 4 with medicines.",
    direction=DOWN,
    interval=WEEK,
    target=150,
    numbers=[About(280, 12), 221, 209, 196, 204, 182, 174, 170, 158, 171, 159, 164, 155],
    newest=3,
)
DISPENSING_ERRORS = Count(
    name="Dispensing errors per 1,000 items",
    kind=BALANCING,
    unit="per 1,000 items",
    definition="Found at the second check, before a bag left the pharmacy.",
    direction=DOWN,
    interval=WEEK,
    per=1000,
    of=2900,
    numbers=[About(2.8, 24)],
    newest=3,
)

CONTAMINATED = Count(
    name="Blood cultures contaminated",
    kind=OUTCOME,
    unit="%",
    definition="Of all cultures taken in the department in the month, those in which the laboratory found skin germs "
    "alone.",
    direction=DOWN,
    interval=MONTH,
    target=3,
    per=100,
    of=640,
    numbers=[About(4.3, 18), 3.4, 2.8, 2.6, 2.5, 2.4, 2.4],
    newest=6,
)
TRUE_POSITIVES = Count(
    name="True positives found",
    kind=BALANCING,
    unit="%",
    definition="Of all cultures taken, those that found what made somebody ill. If it falls, we take them from the "
    "wrong people, or too late.",
    direction=UP,
    interval=MONTH,
    per=100,
    of=640,
    numbers=[About(8.1, 20), 7.4, 7.7, 7.1, 6.8],
    newest=6,
)

WITHIN_36_HOURS = Count(
    name="Operated on within 36 hours",
    kind=OUTCOME,
    unit="%",
    definition="Of all people with a broken hip who were operated on in the month, from arrival to the first cut.",
    direction=UP,
    interval=MONTH,
    target=75,
    per=100,
    of=58,
    numbers=[About(41, 24)],
    newest=9,
)
CANCELLED = Count(
    name="Elective operations cancelled in a week",
    kind=BALANCING,
    unit="a week",
    definition="The mean of the month, for want of a theatre.",
    direction=DOWN,
    interval=MONTH,
    places=1,
    numbers=[About(6.2, 24)],
    newest=9,
)

SCREENED = Count(
    name="4AT screen done after an operation",
    kind=OUTCOME,
    unit="%",
    definition="Of everybody over 65 who was operated on in the month, those who were screened within a day.",
    direction=UP,
    interval=MONTH,
    target=95,
    places=1,
    numbers=[77.2, 81.1, 78.9, 80.2, 79.1],
    newest=14,
)
MINUTES_PER_SCREEN = Count(
    name="A nurse's minutes for a screen",
    kind=BALANCING,
    unit="minutes",
    definition="The mean of ten screens that were timed in the month.",
    direction=DOWN,
    interval=MONTH,
    places=1,
    numbers=[4.1, 4.4, 3.9, 4.3, 4.2],
    newest=14,
)

CHECKED = Count(
    name="Full physical check done",
    kind=OUTCOME,
    unit="%",
    definition="Of all people admitted in the month: heart, blood, weight and a talk about it, within a day.",
    direction=UP,
    interval=MONTH,
    target=100,
    per=100,
    of=62,
    spread=0.08,
    numbers=[About(75, 17), 79, 84, 90, 91, 93, 92, 94],
    newest=26,
)
DECLINED = Count(
    name="Checks declined",
    kind=BALANCING,
    unit="%",
    definition="Of all people who were offered the check in the month, those who said no.",
    direction=DOWN,
    interval=MONTH,
    per=100,
    of=62,
    spread=0.12,
    numbers=[About(7.6, 17), 8, 9, 13, 12, 8, 8.2, 7.9],
    newest=26,
)

INFECTIONS = Count(
    name="Urine infections that need antibiotics",
    kind=OUTCOME,
    unit="per 1,000 resident days",
    definition="In the four homes, each course of antibiotics that was begun for one in the month.",
    direction=DOWN,
    interval=MONTH,
    target=2.5,
    per=1000,
    of=4400,
    numbers=[About(4.2, 19), 4.1, 3.5, 3.1, 2.9, 2.7],
    newest=12,
)
FLUID_OVERLOAD = Count(
    name="Fluid overload events",
    kind=BALANCING,
    unit="events",
    definition="In the four homes: somebody drank more than their heart could carry, and a doctor was called.",
    direction=DOWN,
    interval=MONTH,
    numbers=[2, 1, 2, 3, 2, 2, 1, 3, 2, 1, 2, 2, 3, 1, 2, 2, 1, 2, 3, 2, 1, 2, 2, 1],
    newest=12,
)

DELAYED_CLAMPING = Count(
    name="Births with delayed cord clamping",
    kind=OUTCOME,
    unit="%",
    definition="Of all births in the month, those in which the cord was left for a minute or more.",
    direction=UP,
    interval=MONTH,
    target=90,
    per=100,
    of=310,
    numbers=[About(25, 14), 41, 58, 70, 82, 88, 91, 90, 92, 89, 90],
    newest=16,
)
COLD_NEWBORNS = Count(
    name="Newborns under 36.5 °C",
    kind=BALANCING,
    unit="%",
    definition="Of all babies born in the month, at the first measurement on the ward.",
    direction=DOWN,
    interval=MONTH,
    per=100,
    of=310,
    numbers=[About(5, 14), 6.2, 7, 6.6, 6.1, 6, 6.3, 5.8, 6.4, 7, 8],
    newest=16,
)

SECOND_VISITS = Count(
    name="Second visits for a missing dressing",
    kind=OUTCOME,
    unit="a week",
    definition="Counted by the nurse of the day.",
    direction=DOWN,
    interval=WEEK,
    target=3,
    numbers=[12, 10, 11, 13, 10, 11, 12, 9, 11, 12, 10, 11, 9, 8, 8, 7, 7, 6, 6, 5, 5, 5, 4, 4],
    newest=10,
)

WITHIN_AN_HOUR = Count(
    name="Seen by a clinician within an hour",
    kind=BALANCING,
    unit="%",
    definition="Of everybody who came to the emergency department in the month.",
    direction=UP,
    interval=MONTH,
    per=100,
    of=6200,
    spread=0.03,
    numbers=[About(78, 24)],
    newest=7,
)
HOME_AGAIN = Count(
    name="People who go home to where they came from",
    kind=OUTCOME,
    unit="%",
    definition="Of everybody over 75 who left hospital in the month.",
    direction=UP,
    interval=MONTH,
    target=80,
    per=100,
    of=540,
    spread=0.02,
    numbers=[About(89, 24)],
    newest=7,
)

ALL = tuple(found for found in globals().values() if isinstance(found, Count))
