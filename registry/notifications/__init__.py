"""Who must hear of an event, and in which words.

Words: notice, unread. `actions.listen` is one of the history's listeners: it writes the notices of an event in the
transaction of the event, so that there is never the one without the other. `rules.NOTICES` says for each kind of event
who hears of it and how; a kind that is not in it concerns nobody in particular. Nobody hears of what they did
themselves, and nobody of what they may not see: the idea's own rule is asked for each person at the moment of writing,
and a draft gives its title to no notice.

A sentence is kept as it was said then, with people in it by id (`{<id>}`), as in the history; it begins with what was
done, because the name of who did it is put before it. Where time or a number did it, it stands alone.

To have read a notice is nobody's business but the reader's, and changes nothing in the world of ideas: it is kept with
the notice and leaves no entry in the history. Against telling a person's reading to everybody for ever, which nobody
would accept for a letter.
"""
