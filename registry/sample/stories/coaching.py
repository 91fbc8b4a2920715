"""Two coaching pairs with their notes, one question that waits, and two conversations with a line manager."""

from registry.sample.play import Play, Telling


async def the_sponsor_and_her_coach(play: Play) -> Telling:
    """The head of quality, who has read her feedback with her."""
    yield play.at(60, "17:40")
    await play.offer_coaching("quality", "Leading through others, and hearing what nobody says aloud.")
    yield play.at(52, "08:15")
    pair = await play.ask_for_coach("sponsor", "quality", "Saying no early, and staying kind while I do it.")
    yield play.at(51, "12:30")
    await play.answer_coaching("quality", pair, "Gladly. Half an hour on a Friday, and we walk.")
    yield play.at(38, "16:45")
    note = "You promise when a no would help more. Until Friday: ask ‘what happens if I do not?’ before each yes."
    await play.write_note("quality", pair, note)
    yield play.at(24, "18:05")
    note = "I asked it four times. Twice nothing would have happened, and both people thanked me for a clear no."
    await play.write_note("sponsor", pair, note)
    yield play.at(16, "17:20")
    note = "We read the feedback.\nMost see a sponsor who listens. One was not asked: whom could you ask before?"
    await play.write_note("quality", pair, note)


async def the_nurse_and_her_coach(play: Play) -> Telling:
    """Offered by a colleague who has led for longer."""
    yield play.at(58, "19:30")
    await play.offer_coaching("sofia.marchetti", "Your first idea as a lead, and what to do when a team is stuck.")
    yield play.at(45, "13:10")
    pair = await play.offer_to_coach(
        "sofia.marchetti", "clinician", "Leading the twelve weeks without carrying it alone."
    )
    yield play.at(44, "07:55")
    await play.answer_coaching("clinician", pair, "")
    yield play.at(30, "14:00")
    note = "Two things I do that somebody else could: the rota, and ringing the schools. I ask Ben about the first."
    await play.write_note("clinician", pair, note)
    yield play.at(12, "13:40")
    await play.write_note("sofia.marchetti", pair, "Ben said yes. What will you do with the hour?")
    yield play.at(2, "10:05")
    await play.ask_for_coach("hannah.cole", "colleague", "Coming back to the ward after a hard winter.")


async def what_was_agreed(play: Play) -> Telling:
    """One conversation that both have agreed to, and one that waits for the second."""
    yield play.at(33, "15:30")
    words = (
        "The children’s pathway is what Amara wants to lead, and it shows.\n"
        "She keeps four hours a week for it, and Ruth finds cover on Thursdays.\n"
        "In spring we look at the course in improvement, two days."
    )
    found = await play.write_down_conversation("manager", "clinician", words, again_in_days=90)
    yield play.at(31, "07:50")
    await play.agree_to_conversation("clinician", found)
    yield play.at(3, "16:10")
    words = (
        "Ben wants less of the evening rota until summer. Ruth takes it to the team, and says by the end of the month."
    )
    await play.write_down_conversation("manager", "colleague", words, again_in_days=60)
