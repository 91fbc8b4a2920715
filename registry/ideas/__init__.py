"""The idea: improvement work from first thought to its end, its team and its states. All rooms above hang on it.

There is no second thing called project. An idea's states are rows, its present one stands in IdeaSummary, where
everything a list of ideas filters or sorts by is kept: one row an idea, written only through
`actions.ideas.note_...`, compared with fresh sums by a test. Drafts have no summary, so no list can show one by
mistake. Only the lead moves an idea. Nobody can reject one. What became
how people work has a standing owner (`StandingOwner`), who is asked, accepts, and gives it up when they wish.

An idea may be begun from another one that is sustained or ended (`Adoption`): the link is made with the draft and told
when that is registered, and is never undone. It names the values of the vision that it serves (`IdeaValue`) and may lie
inside an area of discretion (`DiscretionClaim`); the verb that claims one weighs what the idea asks for, and so stands
in `progress`.
"""
