"""What may not be crossed, who or what says how it stands, and what follows when it is crossed.

Words: boundary, wording, terms, watch, answer, crossing, turn. A boundary is *declared*, a sentence that the team
answers kept, near or crossed, or *measured*: terms that the numbers of a measure keep or do not. The lead draws an
idea's own alone while there is no sponsor; once there is one the lead proposes and the sponsor agrees or sets aside.
Its wordings are versions, and whatever is said speaks of the wording in force: after redrawing nothing has been said
yet.

A promise may rest on boundaries (`actions.conditions`): that is said with the offer, and it rests on nothing else.

Decisions. A watch keeps what the newest answer or number said (`status`) and until when that tells (`due_on`), so that
lists read neither answers nor numbers; that it is unknown by now is worked out when read. Days in which the idea was
registered, paused or ended do not count as silence, and a number dated from a day on which it was paused or ended all
day is drawn and not judged. Silence turns clear and near into unknown, but never an open crossing: to say nothing must
not hide it. The worst status kept for lists of ideas is that of what was said, so it is never unknown: what nobody
answered or counted has lists of its own.

'Kept' returns a watch to clear even while the question of its crossing is open; the question stays, and a later
crossed answer opens a second one. A number clears it when it is kept and outside the margin. New words end the
crossings of the words before: what lies beyond them is a new question, for a limit just agreed to must not be crossed
without one.

A framework's boundary holds for the ideas that joined that framework, not for those of frameworks nested in it: an idea
stands under the boundaries that its lead accepted. Each idea has its own watch, made when its lead accepts a version
with the boundary, and each watch names the words in force for it; where the framework's own measure tells for all there
is one watch without an idea, which follows the newest version, and what it says is the framework's: it is shown in
every idea and not counted in the idea's worst, or one number would rewrite every idea's row. Another measure chosen for
a watch ends it and begins a new one, so that no crossing is judged by numbers that did not make it.

Numbers are judged by `actions.watching`, a listener of history, within the transaction that brings them: whatever way
they come leaves one event, and none of those ways needs to know of boundaries. How they are judged, and what a
correction does, is in `rules.watching` and `rules.crossings`, which know neither a session nor a clock.
"""
