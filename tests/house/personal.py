"""Every column that holds something told, declared personal (somebody's words, or what tells who they are) or plain."""

COLUMNS: dict[str, tuple[str, str]] = {
    # table: (personal, plain)
    "account": ("email password_hash", "disabled_at"),
    "aim": ("", "name place"),
    "ask": ("what", "kind quantity_minor is_each_week needed_from_on needed_until_on asked_at withdrawn_at"),
    "baseline": ("reason", "points set_at"),
    "boundary": ("", "kind answer_days drawn_at"),
    "boundary_answer": ("note", "answer answered_at"),
    "boundary_wording": (
        "sentence reason",
        "number comparison limit_value margin points_in_a_row proposed_at agreed_at set_aside_at",
    ),
    "chain_head": ("", "number chain seal"),
    "change": ("what", "tried_on told_at taken_back_at"),
    "crossing": ("words", "opened_at first_on last_on times answer answered_at cleared_at"),
    "delivery": ("note dispute_reason", "quantity_minor delivered_on recorded_at confirmed_at disputed_at"),
    "directory": ("", "kind"),
    "event": ("", "number at actor_kind kind subject_noun words_digest chain"),
    "event_words": ("words was became", "salt"),
    "exploration_period": ("", "starts_on ends_on set_at"),
    "framework": ("name held direction", "subsystem starts_on review_on told_review_on opened_at"),
    "form_key": ("answer", "key digest address status used_at"),
    "idea": ("title better why outcome learning", "reference_number learning_at"),
    "idea_framework": ("", "joined_at left_at"),
    "idea_share": ("", "shared_at ended_at"),
    "idea_summary": (
        "title better",
        "reference_number stage registered_at waits_since_on waits_from_on last_update_at worst_boundary",
    ),
    "measure": (
        "name definition",
        "kind unit direction target interval per rule_set screens_outliers shift_points trend_points added_at closed_at",
    ),
    "monitor_look": ("", "seen_until"),
    "not_now": ("reason", "look_again_on said_at waited_days"),
    "notice": ("sentence", "address made_at read_at"),
    "observation": ("note", "measured_on number value numerator denominator is_ghosted is_withdrawn recorded_at"),
    "outcome": ("sentence", "set_at ended_at"),
    "organisation": ("", "name slug reference_prefix zone currency answer_days exploration_days last_reference"),
    "partner": ("", "name description"),
    "person": ("name position", "left_at"),
    "person_role": ("", "role given_at ended_at"),
    "pledge": (
        "what declined_reason withdrawal_reason",
        "side kind quantity_minor is_each_week starts_on ends_on reply_by_on offered_at is_answer waited_days accepted_at declined_at withdrawn_at withdrawal_effective_on released_at verdict verdict_at told_state changes_on",
    ),
    "progress_update": ("tried happened learnt next_step", "told_at"),
    "recalculation_point": ("reason", "starts_on set_at lifted_at"),
    "search_text": ("title body", "scope"),
    "service": ("", "name closed_at"),
    "setup_link": ("", "made_at expires_at"),
    "sign_in": ("browser", "started_at expires_at"),
    "state": ("", "stage at"),
    "stewardship": ("", "given_at ended_at"),
    "stored_result": (
        "",
        "number_count first_on last_on last_value mean lower_limit upper_limit is_trial variation assurance signal_since_on signal_at variation_before recorded_at due_on sparkline",
    ),
    "teammate": ("words", "is_lead joined_by opened_at answered_at is_accepted left_at"),
    "token": ("name", "may_change made_at expires_at"),
    "watch": ("", "since_at due_on status ended_at"),
}

PERSONAL = {f"{table}.{column}" for table, (personal, _) in COLUMNS.items() for column in personal.split()}
PLAIN = {f"{table}.{column}" for table, (_, plain) in COLUMNS.items() for column in plain.split()}
