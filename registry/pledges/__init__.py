"""The ledger: what teams ask for, what people promise them, what came of it, and whether the organisation answers.

Words: ask, pledge, delivery, verdict, 'not now'. A pledge is a dated promise by a person, for themselves, for the
organisation or for a partner.

Decisions. The state of a pledge is never stored: it follows from the steps in its row, the sums of its deliveries and
the day (`rules.states`). So that history is told of what time or a number brings, once, the row keeps the last state
told and the next day on which time may change it; whatever touches a pledge settles it in the same breath
(`actions.settling`), and the periodic work does so for the rest. Against a nightly sweep over all pledges this reads
only those that are due.

An offer by a sponsor from outside the team is an answer. The clock of the answer (`rules.waits`) is worked out anew
after each step that touches it, from the rows of states, offers and 'not now'; the day on which an open offer lapses
is known beforehand, so nothing has to run for an idea to stand in the queue again.

What the team itself records has come: it is confirmed in the same step. At the end of its period a pledge waits up to
30 days for the team's word on deliveries still unanswered, rather than being called broken too soon. Reducing a
weekly pledge cuts it at the end of the week in which the notice ends: what was promised until then, what goes on, and
the part cut off are three rows, so that each stays an exact amount.
"""
