"""Feedback in every direction, and the pulse of a team. Here a mistake hurts someone.

Words: round, rater, group, answer, threshold, share; pulse. A round is about one person. They name raters, and so does
a colleague whom they ask for it and who alone makes links for people without an account: nobody holds a link to an
answer about themselves. Self and manager answer in their own name, and their form says so; all others without.

Decisions. Who answers is kept for nobody, the holder of the database file included:

- An answer has a random key and is sealed (`kit.sealing`) with the group it belongs to, all of them at one length. So a
  copy of the file, of its journal, or two copies of it a day apart show that somebody answered, never what. Against
  keeping answers open and trusting to their order: a database tells by its journal, its hidden columns and the copies
  of last night which rows were written together. The price is that REGISTRY_SECRET_KEY must be kept with the backups.
- With every answer, all of the round are written anew in the order of new keys, and so is who has used a link: no two
  of them share a moment that the others do not share. Both tables of SQLite are ordered by their key.
- Forms for answers carry no key of `accounts.FormKey`, which would keep a person beside a moment: that a link works
  once already makes the second sending of a form do nothing.
- A letter with a link is the one thing that holds an address. It waits sealed, beside nothing but its round, and is
  deleted when it has left. So no address is known once its link can be used, and one who was written to twice cannot
  be found: that is left to the colleague who writes, as with links handed out.
- Raters are taken back in a row that stays, whether they have answered or not: what is shown, said and counted at the
  close is the same, and whoever is named again answers in the same row, once.
- When the round closes, its results are worked out once (`rules.results`), sealed in the round, and everything else is
  deleted: the answers, who was asked, who answered. What may not be shown is not kept.
- Groups under the threshold are put together or withheld, nothing is said of the whole, and rounds about one person do
  not overlap or follow closely: so no two views can be taken from one another.

Whoever holds the secret key too, and looks into the program while it runs or lays its journal beside the key, is not
kept out: a server that is to read answers out can read them. The forms promise no more than this.

The pulse is built in the same way, a week at a time: when the week is over there is one figure for each team in whole
points, rounded by chance (`rules.pulse`), and no answer is left.

Nothing of this leaves words in the history; that somebody named raters or shared results is read there by themselves
alone.
"""
