"""Files that people add, of which so far there are pictures.

What is kept is never what was sent: a picture is read by its content, whatever it is called, and drawn anew without
anything beside its dots, so that no place, time or camera stands in it. It stands in the database, as text, so that it
is written and deleted in the transaction of what it belongs to, is in every backup, and leaves no file behind. The
price is a third more room, which pictures of at most 1,600 dots a side make bearable.
"""
