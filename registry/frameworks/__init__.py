"""The holding framework: what keeps a local subsystem coherent while its ideas stay free.

Words: framework, local subsystem (the organisation, a service, a pathway or a place), direction, outcome, steward.
Its boundaries stand in the room `boundaries`, which also knows the ideas that stand under them.

Decisions. A framework has one version for now: what it said before stands in history. Its limits on counts are
enforced (at most 5 outcomes here, at most 7 boundaries there); advice on wording is not. Outcomes and stewards are
rows with a beginning and an end, so that an idea that serves an outcome keeps it when the list changes. The first
steward, by the day of beginning, owns what no single idea owns: the crossings of shared measures. Frameworks nest by
`parent_id`; a loop is refused.
"""
