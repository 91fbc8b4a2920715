"""The idea: improvement work from first thought to its end, its team and its states. All rooms above hang on it.

There is no second thing called project. An idea's states are rows, its present one stands in IdeaSummary, where
everything a list of ideas filters or sorts by is kept: one row an idea, written only through
`actions.ideas.note_...`, compared with fresh sums by a test. Drafts have no summary, so no list can show one by
mistake. Only the lead moves an idea. Nobody can reject one.
"""
