"""Files that people add: pictures, and recordings of what they say.

What is kept is never what was sent: a file is read by its content, whatever it is called, and drawn anew without
anything beside what is seen and heard, so that no place, time or camera stands in it. Pictures are drawn in a thread;
recordings by a process of its own (`drawing`), because what reads them is larger and may be deceived.

It stands in the database, as text, so that it is written and deleted in the transaction of what it belongs to, is in
every backup, and leaves no file behind. The price is a third more room, which pictures of at most 1,600 dots a side
and films of at most 640 make bearable; recordings stand in pieces, so that playing from any place reads little.
"""
