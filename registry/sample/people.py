"""Who is in the sample: names, positions and roles; the first part of an e-mail address is how stories call them."""

from dataclasses import dataclass

from registry.people.models import Role

NORTHMOOR, SOUTHLEA = "northmoor", "southlea"


@dataclass(frozen=True)
class SamplePerson:
    """
    call          how stories call them, and their e-mail address before the @
    has_account   without one they are in the administrator's list of people without a way in
    """

    call: str
    name: str
    position: str
    roles: frozenset[Role] = frozenset()
    organisation: str = NORTHMOOR
    manager: str = ""
    partner: str = ""
    has_account: bool = True

    @property
    def email(self) -> str:
        return f"{self.call.partition(' ')[0]}@{self.organisation}.example"


CLINICIAN = frozenset({Role.CLINICIAN})
SPONSOR = frozenset({Role.SPONSOR})

PARTNERS = {
    "homes": ("Four Elms Care Homes", "Four homes with 146 residents between Northmoor and the coast."),
    "ambulances": ("Fell and Dale Ambulance Service", "Our neighbours on the road, day and night."),
}

SERVICES = {
    "emergency": "Emergency department",
    "ward 7": "Ward 7, general medicine",
    "older people": "Older people's ward",
    "children": "Children's services",
    "secure": "Secure mental health, both sites",
    "ward 4": "Ward 4 and the pharmacy",
    "theatre": "Trauma and hip fracture",
    "orthopaedics": "Orthopaedic ward",
    "admission": "Acute psychiatric admission",
    "community": "Community nursing",
    "maternity": "Maternity",
    "closed": "Day surgery, Mill Lane",
}
SOUTHLEA_SERVICES = {"district": "District nursing", "stroke": "Stroke rehabilitation", "palliative": "Palliative care"}

PEOPLE = (
    SamplePerson("administrator", "Joan Price", "Registry administrator", frozenset({Role.ADMINISTRATOR})),
    SamplePerson("manager", "Ruth Adler", "Services manager"),
    SamplePerson("clinician", "Amara Okafor", "Specialist nurse", CLINICIAN, manager="manager"),
    SamplePerson("colleague", "Ben Osei", "Physiotherapist", CLINICIAN, manager="manager"),
    SamplePerson("sponsor", "Priya Raman", "Chief operating officer", SPONSOR),
    SamplePerson("second-sponsor", "Daniel Mensah", "Medical director", SPONSOR),
    SamplePerson("margaret.hollis", "Margaret Hollis", "Chief nurse", SPONSOR),
    SamplePerson("board", "Ines Calder", "Chair", frozenset({Role.BOARD})),
    SamplePerson("samuel.oduya", "Samuel Oduya", "Non-executive director", frozenset({Role.BOARD})),
    SamplePerson("quality", "Lena Fischer", "Head of quality", frozenset({Role.QUALITY})),
    SamplePerson("steward", "Karim Haddad", "Clinical director", frozenset({Role.STEWARD})),
    SamplePerson("partner", "Tom Healy", "Care home manager", frozenset({Role.PARTNER}), partner="homes"),
    SamplePerson(
        "leanne.whitford",
        "Leanne Whitford",
        "Clinical team leader",
        frozenset({Role.PARTNER}),
        partner="ambulances",
        has_account=False,
    ),
    SamplePerson("sofia.marchetti", "Sofia Marchetti", "Emergency nurse consultant", CLINICIAN),
    SamplePerson("hannah.cole", "Hannah Cole", "Ward sister", CLINICIAN),
    SamplePerson("callum.reid", "Callum Reid", "Ward pharmacist", CLINICIAN),
    SamplePerson("marcus.bell", "Marcus Bell", "Mental health nurse", CLINICIAN),
    SamplePerson("yusuf.rahman", "Yusuf Rahman", "Pharmacist", CLINICIAN),
    SamplePerson("aoife.brennan", "Aoife Brennan", "Emergency doctor", CLINICIAN),
    SamplePerson("vikram.shah", "Vikram Shah", "Orthogeriatrician", CLINICIAN | {Role.STEWARD}),
    SamplePerson("elin.johansson", "Elin Johansson", "Occupational therapist", CLINICIAN),
    SamplePerson("jonas.weber", "Jonas Weber", "Junior doctor", CLINICIAN),
    SamplePerson("naomi.stern", "Naomi Stern", "Psychiatric nurse", CLINICIAN),
    SamplePerson("rosa.delgado", "Rosa Delgado", "Community nurse", CLINICIAN),
    SamplePerson("keira.doyle", "Keira Doyle", "Midwife", CLINICIAN),
    SamplePerson("grace.adeyemi", "Grace Adeyemi", "Neonatal nurse", CLINICIAN),
    SamplePerson("peter.nowak", "Peter Nowak", "Data analyst"),
    SamplePerson("dilys.morgan", "Dilys Morgan", "Ward clerk", has_account=False),
    SamplePerson("clinician southlea", "Nia Rees", "District nurse", CLINICIAN, SOUTHLEA),
    SamplePerson(
        "quality southlea",
        "Gwen Parry",
        "Director of nursing and quality",
        frozenset({Role.QUALITY, Role.SPONSOR, Role.ADMINISTRATOR}),
        SOUTHLEA,
    ),
)


SHOWN = (
    "clinician",
    "colleague",
    "manager",
    "sponsor",
    "second-sponsor",
    "board",
    "quality",
    "steward",
    "partner",
    "administrator",
    "clinician southlea",
    "quality southlea",
)


def people_shown() -> list[SamplePerson]:
    """The accounts that `registry demo` prints, the clinician first."""
    return sorted((person for person in PEOPLE if person.call in SHOWN), key=lambda person: SHOWN.index(person.call))
