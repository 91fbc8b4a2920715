"""Licences: a partner organisation lends its ground to an idea, or the organisation lends its own to a partner.

Words: licence, condition, decision, the ground an idea works on (`Turf`). A licence is asked for by an idea's lead and
decided by the partner: by one of its people who has an account, or by somebody who follows a single-use link. On the
organisation's own ground a partner's person asks and a member of the board decides.

Decisions. What was decided stands in a row of its own with the name, the position, the time and the exact wording,
because whoever decides need not be a person of ours. In force, running out and over are worked out from dates when
read; the periodic work adds only the event and the notice, once. A licence is renewed by a new one that follows it,
so that dates once agreed are never moved and no gap opens between the two. A link's secret is signed from the link's
id and stands nowhere but in the letter: the letter can be written, and written again, without storing it. Whether
ground and licence speak of the same place is compared as people write it, whatever the case, the accents and the marks
between words: every place that the idea names must stand in the licence. The price is that both must use the same
names, which the page that asks for a licence fills in. Whoever granted through a link keeps a private one, by which
they read what they granted and revoke it: it leads to nothing else, dies at its date, and then offers a fresh letter
to the same address alone.
"""
