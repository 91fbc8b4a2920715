from datetime import timedelta

from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_framework, make_idea, make_measure, make_numbers

SAID = {
    "name": "Minutes from door to first dose",
    "unit": "minutes",
    "direction": "decrease",
    "interval": "week",
    "kind": "outcome",
    "target": "55",
    "definition": "Every adult with suspected sepsis, from the electronic record.",
}


def test_a_team_says_what_it_counts(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    form = visit(cast.clinician).get(f"/ideas/{idea.id}").follow("Count something")

    refused = form.submit("Count it", {**SAID, "name": "", "target": "fifty-five"}, status=422)
    assert "Say what you count, in a few words." in refused
    assert "Write a number, such as 68 or 4.5." in refused
    measure = refused.submit("Count it", {"name": SAID["name"], "target": "55"})

    assert measure.heading == SAID["name"]
    assert "No number yet" in measure
    assert "Every adult with suspected sepsis" in measure
    assert "Target 55 minutes" in measure
    assert "Added by Amara Okafor" in measure


def test_a_number_is_added_from_the_ideas_page_in_two_steps(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    form = visit(cast.clinician).get(f"/ideas/{idea.id}").follow("Add this week’s number")

    assert form.form_fields("Add the number")["measured_on"] == [cast.clinician.today.isoformat()]
    page = form.submit("Add the number", {"value": "68,5"})

    assert page.path == f"/measures/{measure.id}"
    assert "68.5 minutes" in page
    assert "Added: 68.5 minutes" in page
    assert "Add this week’s number" not in visit(cast.clinician).get(f"/ideas/{idea.id}")


def test_a_number_that_cannot_be_taken_is_kept_and_told_why(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    form = visit(cast.clinician).get(f"/measures/{measure.id}")
    tomorrow = (cast.clinician.today + timedelta(days=1)).isoformat()

    refused = form.submit("Add the number", {"value": "about 60", "note": "A busy week"}, status=422)
    assert "Write a number, such as 68 or 4.5." in refused
    assert refused.form_fields("Add the number")["value"] == ["about 60"]
    assert refused.form_fields("Add the number")["note"] == ["A busy week"]
    assert "still to come" in refused.submit("Add the number", {"value": "60", "measured_on": tomorrow}, status=422)


def test_a_number_for_a_date_that_has_one_leads_to_its_correction(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    [day] = visit.write(lambda session: make_numbers(session, cast.clinician, measure, [68]))
    form = visit(cast.clinician).get(f"/measures/{measure.id}/observations")

    refused = form.submit("Add the number", {"value": "64", "measured_on": day.isoformat()}, status=422)
    assert "68 minutes stands for this date already." in refused
    page = refused.browser.get(f"/measures/{measure.id}/observations/{day}")
    assert page.form_fields("Correct the number")["value"] == ["68"]

    assert "Say why" in page.submit("Correct the number", {"value": "64"}, status=422)
    corrected = page.submit("Correct the number", {"value": "64", "note": "Two were counted twice"})
    assert "64 minutes stands for" in corrected
    past = visit(cast.quality).get(f"/measures/{measure.id}").follow("Corrected")
    assert "64 minutes stands now" in past
    assert "Two were counted twice" in past
    assert "68 minutes stood before" in past
    assert not past.has_button("Correct the number")


def test_who_corrects_what_another_corrected_meanwhile_is_told(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    [day] = visit.write(lambda session: make_numbers(session, cast.clinician, measure, [68]))
    here = f"/measures/{measure.id}/observations/{day}"
    first, second = visit(cast.clinician).get(here), visit(cast.clinician).get(here)

    first.submit("Correct the number", {"value": "64", "note": "A slip"})
    stale = second.submit("Correct the number", {"value": "65", "note": "A slip"}, status=409)

    assert "Somebody else changed this meanwhile." in stale
    assert stale.form_fields("Correct the number")["value"] == ["65"]
    again = stale.submit("Correct the number", {"note": "Counted once more"})
    assert "65 minutes stands for" in again


def test_a_number_is_taken_back_and_its_date_is_free_again(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    [day] = visit.write(lambda session: make_numbers(session, cast.clinician, measure, [68]))
    page = visit(cast.clinician).get(f"/measures/{measure.id}/observations/{day}").follow("Take this number back")

    assert "Say why" in page.submit("Take it back", status=422)
    page.submit("Take it back", {"note": "Another ward’s"})

    past = visit(cast.colleague).get(f"/measures/{measure.id}/observations/{day}")
    assert "Nothing stands for this date." in past
    assert "68 minutes stood before" in past
    assert "Another ward’s" in past
    visit(cast.clinician).get(f"/measures/{measure.id}/observations/{day}/withdrawal", status=404)


def test_a_percentage_asks_for_two_counts(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea, unit="%", per=100))
    form = visit(cast.clinician).get(f"/measures/{measure.id}/observations")

    assert "Write out of how many" in form.submit("Add the number", {"numerator": "3"}, status=422)
    page = form.submit("Add the number", {"numerator": "3", "denominator": "120"})

    assert "2.5%" in page
    assert "3 of 120" in page


def test_a_week_without_a_count_is_told(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    form = visit(cast.clinician).get(f"/measures/{measure.id}/observations")

    page = form.submit("Add the number", {"is_gap": "true", "note": "The system was down"})

    assert "no count" in page
    assert "The system was down" in page


def test_what_is_said_of_a_measure_changes_and_an_edit_over_another_is_refused(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    browser = visit(cast.clinician)
    first = browser.get(f"/measures/{measure.id}").follow("Change what is said of it")
    second = browser.get(f"/measures/{measure.id}/edit")

    page = first.submit("Keep these changes", {"name": "Minutes to the first dose", "rule_set": "mdc"})

    assert page.heading == "Minutes to the first dose"
    assert "Making Data Count’s own rules" in page
    stale = second.submit("Keep these changes", {"name": "Another"}, status=409)
    assert "Somebody else changed this meanwhile." in stale
    assert stale.submit("Keep these changes").heading == "Another"


def test_a_framework_has_measures_kept_by_its_stewards_and_quality(visit: Visit, cast: Cast) -> None:
    framework = visit.write(lambda session: make_framework(session, cast.steward))
    form = visit(cast.quality).get(f"/frameworks/{framework.id}").follow("Count something")

    measure = form.submit("Count it", SAID)

    assert measure.heading == SAID["name"]
    assert framework.name in measure
    visit(cast.steward).get(measure.path).submit("Add the number", {"value": "68"})
    assert "68 minutes" in visit(cast.clinician).get(f"/frameworks/{framework.id}")
    assert "added a number" in visit(cast.clinician).get(f"/frameworks/{framework.id}")
    assert not visit(cast.clinician).get(measure.path).has_button("Add the number")
    visit(cast.clinician).get(f"/frameworks/{framework.id}/measures/new", status=403)
    visit(cast.partner).get(measure.path, status=404)


def test_the_usual_rules_choose_no_number_of_points(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    form = visit(cast.clinician).get(f"/ideas/{idea.id}/measures/new")

    refused = form.submit("Count it", {**SAID, "shift_points": "8"}, status=422)

    assert "In the usual rules a shift and a trend have 7 numbers." in refused


def test_a_measure_is_closed_and_opened_again(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    page = visit(cast.clinician).get(f"/measures/{measure.id}").follow("Count it no longer")

    closed = page.submit("Count it no longer")

    assert "Closed since" in closed
    assert not closed.has_button("Add the number")
    assert "This measure is closed." in visit(cast.clinician).get(f"/measures/{measure.id}/observations", status=403)
    assert closed.submit("Count it again").has_button("Add the number")


def test_readers_see_the_numbers_and_no_way_to_change_them(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    [day] = visit.write(lambda session: make_numbers(session, cast.clinician, measure, [68]))

    page = visit(cast.quality).get(f"/measures/{measure.id}")

    assert "68 minutes" in page
    assert not page.has_button("Add the number")
    assert "Count it no longer" not in page
    for noun in ("edit", "closing", "observations", f"observations/{day}/withdrawal"):
        visit(cast.quality).get(f"/measures/{measure.id}/{noun}", status=403)
        visit(cast.stranger).get(f"/measures/{measure.id}/{noun}", status=404)
        visit(cast.partner).get(f"/measures/{measure.id}/{noun}", status=404)


def test_a_long_table_of_numbers_is_turned_over_a_page_at_a_time(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    visit.write(lambda session: make_numbers(session, cast.clinician, measure, range(1, 31)))

    page = visit(cast.quality).get(f"/measures/{measure.id}")
    assert "24 dates on this page" in page
    rest = page.follow("Further down the list →")
    assert "6 dates on this page" in rest
    assert "30 minutes" in rest


def test_limits_are_held_at_a_baseline_and_worked_out_anew(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    days = visit.write(lambda session: make_numbers(session, cast.clinician, measure, [60, 64, 57] * 5))
    page = visit(cast.clinician).get(f"/measures/{measure.id}").follow("Hold the limits of a baseline")

    assert "Say why" in page.submit("Keep this", {"points": "12"}, status=422)
    refused = page.submit("Keep this", {"points": "11", "reason": "Before we moved the clinic"}, status=422)
    assert "Use 12 numbers or more" in refused
    page = refused.submit("Keep this", {"points": "12"})
    assert "The limits rest on the first 12 numbers now." in page
    held = visit(cast.quality).get(f"/measures/{measure.id}").follow("The baseline")
    assert "The limits rest on the first 12 numbers" in held
    assert "Before we moved the clinic" in held
    assert not held.has_button("Keep this")

    anew = page.follow("Work the limits out anew")
    assert "Choose from which date." in anew.submit("Work them out anew", status=422)
    page = anew.submit("Work them out anew", {"starts_on": str(days[8]), "reason": "The clinic moved"})
    assert "worked out anew from" in page
    lifting = page.follow("Work the limits out anew").follow("Lift it")
    assert "Lifted." in lifting.submit("Lift it")
    assert "share one mean" in visit(cast.quality).get(f"/measures/{measure.id}/recalculations")


def test_a_baseline_waits_for_twelve_numbers(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))

    assert "There are 0 numbers so far." in visit(cast.clinician).get(f"/measures/{measure.id}/baseline")
    assert "needs two numbers" in visit(cast.clinician).get(f"/measures/{measure.id}/recalculations")


def test_what_was_tried_is_marked_in_the_chart_and_taken_back(visit: Visit, cast: Cast) -> None:
    idea = visit.write(lambda session: make_idea(session, cast.clinician))
    measure = visit.write(lambda session: make_measure(session, cast.clinician, idea))
    days = visit.write(lambda session: make_numbers(session, cast.clinician, measure, [60, 64, 57]))
    page = visit(cast.clinician).get(f"/measures/{measure.id}").follow("Mark what you tried")

    assert "Say in a few words what you tried." in page.submit("Mark it", status=422)
    marked = page.submit("Mark it", {"what": "A nurse at the door", "tried_on": str(days[1])})
    assert "Marked in the charts" in marked
    assert "A nurse at the door" in visit(cast.quality).get(f"/measures/{measure.id}")
    read = visit(cast.quality).get(f"/ideas/{idea.id}/changes")
    assert "A nurse at the door" in read
    assert not read.has_button("Mark it")
    marked.follow("Take it back").submit("Take it back")
    assert "A nurse at the door" not in visit(cast.quality).get(f"/ideas/{idea.id}/changes")
