"""The ledger: what teams ask for, what people promise them, what came of it, and whether the organisation answers.

Words: ask, pledge, delivery, verdict, 'not now', envelope. A pledge is a dated promise by a person, for themselves,
for the organisation or for a partner.

Decisions. The state of a pledge follows from the steps in its row, the sums of its deliveries and the day
(`rules.states`), and whatever shows or changes one pledge works it out. So that history is told of what time or a
number brings, once, the row keeps the last state told and the next day on which time may change it; whatever touches a
pledge settles it in the same breath (`actions.settling`), and the periodic work does so for the rest. Against a nightly
sweep over all pledges this reads only those that are due. What settling found is kept beside it for sums over many
(`counted_state` and what it came to), so that promises kept are counted by one statement; a test compares it with what
the rules work out.

The life of a pledge is a table of arrows (`rules.arrows`): what may be done in a state is what has an arrow there.
Chance walks every path in the tests, against a model that lives from day to day, and finds no other arrow.

An offer by a sponsor from outside the team is an answer. The clock of the answer (`rules.waits`) is worked out anew
after each step that touches it, from the rows of states, offers and 'not now'; the day on which an open offer lapses
is known beforehand, so nothing has to run for an idea to stand in the queue again.

An envelope says what a framework has to give, of one kind, for some days. A promise draws on the one of its kind that
holds on its first day, of the framework under which its idea stood when it was offered: its own alone, not a wider one,
for what is drawn twice is counted twice. One that is set or moved later counts what was promised before for its days,
and so can never be smaller than that. An offer draws already, and all that it comes to, so that accepting can never
overdraw; what a partner gives draws on none. The sum drawn stands in the envelope and its part in each promise, both
written under a lock on the envelope's row and held down by the database's own check: against summing the ledger at each
offer this reads one row, at the price of settling it after every step (`actions.envelopes.draw`). What is confirmed
after the envelope was given to others draws no more than is left.

What the team itself records has come: it is confirmed in the same step. At the end of its period a pledge waits up to
30 days for the team's word on deliveries still unanswered, rather than being called broken too soon. Reducing a
weekly pledge cuts it at the end of the week in which the notice ends: what was promised until then, what goes on, and
the part cut off are three rows, so that each stays an exact amount.
"""
