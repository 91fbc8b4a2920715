"""The holding framework: what keeps a local subsystem coherent while its ideas stay free.

Words: framework, local subsystem (the organisation, a service, a pathway or a place), direction, outcome, steward.
Its boundaries stand in the room `boundaries`, which also knows the ideas that stand under them.

Decisions. What ideas accept is a version: the words, the outcomes and, in the room above, the boundaries. The first
grows in place until an idea accepts it; later changes gather in one unpublished version, rather than in many drafts,
and a version in use is never changed. Nesting, dates, envelopes and stewards are not versioned. The framework itself
says what its newest published version says, so that lists read one row. Its limits on counts are enforced (at most 5
outcomes here, at most 7 boundaries there); advice on wording is not. Outcomes and stewards are rows with a beginning
and an end, so that an idea that serves an outcome keeps it when the list changes. The first steward, by the day of
beginning, owns what no single idea owns: the crossings of shared measures. Whoever has left, or has the role of a
steward no longer, keeps nothing, whatever the rows say; a framework that nobody keeps is not lost, since the board may
name a steward. Frameworks nest by `parent_id`; a loop is refused, one nesting being changed at a time in an
organisation. A list of them walks the tree and stands in the order of opening, because paths of ids sort alike in every
collation and paths of names do not.

An area of discretion says what people may do without asking: a member of the board declares it in their own name, for
the whole organisation, some services or a framework. Withdrawing it ends no claim made before. No places or aims mean
everywhere and all, rather than a row for each. One that belongs to a framework holds in those nested in it, too.

All events of a framework have it as their subject, so that its history is found by one index. The room stands
above `vision`, whose aims its outcomes serve; ideas stand above it.
"""
