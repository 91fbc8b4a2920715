"""How an idea goes: begun, told of, looked back on, paused, resumed, sustained, ended, opened again.

Words: update, exploration period, review. The verbs stand here because beginning asks every room below: sponsorship
accepted, an outcome named, a boundary in force, a period as long as the organisation wishes and no longer than the
sponsorship. Only the lead moves an idea and never says why; learning is asked for at the end and may be left for later.

At the end of an exploration, or before, team and sponsor look back: a review. It opens with the first word, by the
sponsor or by the lead, and whichever way the lead then moves the idea decides it: the review leads to the verbs and
does not double them. On carrying on, the promises are kept as they stood, so that it can be read later on what it
rested. `review_on` stands on the one period that asks for a review, so that lists and the periodic work ask neither
stages nor which period is the newest.

Decisions. A changed period is a new row, the newest is in force. Pausing stops the review date: on resuming, the
period is lengthened by the days of the pause, told by the registry as what follows. Both days of a period belong to
it, as with pledges, so 90 days from 1 January end on 31 March. While an idea is worked on, an update answers each
boundary in force; before and in a pause it may leave them out.
"""
