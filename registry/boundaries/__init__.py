"""What may not be crossed in an idea, how the team says it stands, and what follows when it is crossed.

Words: boundary, wording, watch, answer, crossing. In this first form a boundary belongs to one idea and is
*declared*: a sentence that the team answers kept, near or crossed. The lead draws it alone while there is no sponsor;
once there is one the lead proposes and the sponsor agrees or sets aside. Its wordings are versions, and an answer
speaks of the wording in force: after redrawing nobody has answered yet.

Decisions. Status is worked out when read, from the newest answer and the days in which the idea was worked on; days
in which it was registered, paused or ended do not count, because nothing is tried then. So that lists need not read
every answer, a watch keeps the day until which its newest answer tells (`due_on`); a test compares it with the pure
rule. Silence turns clear and near into unknown, but never an open crossing: to say nothing must not hide it. The
worst status kept for lists of ideas is that of the newest answers, so it is never unknown: what nobody answered has
lists of its own. 'Kept' returns a watch to clear even while the question of its crossing is open; the question stays,
and a later crossed answer opens a second one.
"""
