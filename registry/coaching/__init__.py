"""Coaching and appraisal: what two people say to each other, and nobody else reads.

Words: pair, coach, coached, note; offer, of somebody who coaches in general; appraisal, wording. A pair is agreed by
both and ended by either. An appraisal conversation is held by a person and their line manager; what they agreed stands
in the words that both of them have agreed to, and each change asks both anew.

Decisions. The two read it, and no role does:

- What is said is sealed (`queries.sealed`) under a key of its own, drawn from the secret key for this purpose. Nothing
  else in the program draws it, and it opens only for somebody who was found to be one of the two. So administrators'
  pages, searches, exports, backups and copies of the database hold nothing that can be read. The price is that
  REGISTRY_SECRET_KEY must be kept with the backups, and that whoever holds both can open it.
- Lengths are evened out to whole kilobytes, so that a long note is hardly known from a short one.
- What a program is answered is kept beside its key for two days, so answers to changes hold no words here.
- Who coaches whom, and since when, is plain: it must be found to end it when one of them leaves. History says what
  somebody did to nobody but themselves, and keeps no words.
- A room of its own, below feedback, because results may be shared with a coach; it knows people, and nothing above.

Whose is it, when somebody is erased? What was written of a person goes with that person: of a pair all goes with the
one who is coached, and of an appraisal with the person whose it is. When the coach is erased, or the line manager,
what the coach wrote goes; what the other wrote, or both agreed to, stays for the other alone. Against deleting all,
because it would take somebody's own words away; against keeping all, because a coach's notes are of the other one.
"""
