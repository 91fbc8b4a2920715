"""What the doors share: how a request is proved, read, settled and answered. Rooms never learn of it.

Decision. A form that can be dealt with where a line of a list stands is one page, drawn in two frames: `form_link`
leads to it, and htmx, which says in HX-Target from which line's place it asks, is given the same page without its
frame (`layouts/in_place.html`). So a handler does nothing for it, and what opens in a line cannot differ from what
those without scripts see. Against a part for each form this costs one rule: such a page extends `layouts/form.html`
and names no part of its own. `back_to` travels from the link through the form to the answer, which is the list of
lines drawn anew; forms that are still open in other lines stay as they are, with what was typed.
"""
