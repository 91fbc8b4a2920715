"""What an organisation lets everybody read: its open register, made of ideas that their leads publish.

Words: open register, publication. An administrator opens the register and closes it; while it is open, the lead of a
registered idea publishes it or takes it back. No author, lead, sponsor, teammate or partner is named in it.

Decisions. Whoever has no account reads the three tables of this room and the organisation's own row, and nothing else:
a published projection, so that no page without a sign-in can say more than was copied there. A row is there while its
idea is published and is deleted with that; that somebody published it is told by the history alone. The listener
`actions.listen` writes it in the transaction of the change. Where the copy is made, full names of people and partners
are left out of the words, as far as the organisation knows them; a lead sees what will be read before it is.

Closing the register deletes what stood in it. Opened again it is empty, and each lead decides anew: what was taken away
from everybody does not come back by itself. The price is that a register closed by a slip is filled again by hand.
"""
