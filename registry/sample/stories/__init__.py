"""The twelve ideas of Northmoor under its three frameworks, and the three of Southlea; one module a kind of place."""

from registry.sample.play import Story
from registry.sample.stories import (
    emergency,
    families,
    feedback,
    frameworks,
    homes,
    minds,
    southlea,
    surgery,
    vision,
    wards,
)

ALL: tuple[Story, ...] = (
    vision.vision,
    vision.ward_leaders,
    vision.own_words,
    frameworks.urgent_care,
    frameworks.older_people,
    frameworks.mental_health,
    emergency.sepsis,
    wards.prescribed_to_given,
    wards.steady,
    families.twelve_weeks,
    minds.calm_wards,
    wards.home_with_medicines,
    emergency.clean_first_time,
    surgery.theatre,
    surgery.delirium,
    minds.body_and_mind,
    homes.seven_drinks,
    families.wait_before_the_clamp,
    families.drafts,
    feedback.the_sponsors_round,
    feedback.the_managers_round,
    southlea.dressings,
    southlea.speaking_again,
    southlea.last_visit,
)
