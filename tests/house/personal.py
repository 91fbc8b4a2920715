"""Every column that holds something told, declared personal (somebody's words, or what tells who they are) or plain."""

COLUMNS: dict[str, tuple[str, str]] = {
    # table: (personal, plain)
    "account": ("email password_hash", "disabled_at"),
    "aim": ("", "name place"),
    "ask": ("what", "kind quantity_minor is_each_week needed_from_on needed_until_on asked_at withdrawn_at"),
    "boundary": ("", "answer_days drawn_at"),
    "boundary_answer": ("note", "answer answered_at"),
    "boundary_wording": ("sentence reason", "number proposed_at agreed_at set_aside_at"),
    "chain_head": ("", "number chain seal"),
    "crossing": ("words", "opened_at times answer answered_at cleared_at"),
    "delivery": ("note dispute_reason", "quantity_minor delivered_on recorded_at confirmed_at disputed_at"),
    "directory": ("", "kind"),
    "event": ("", "number at actor_kind kind subject_noun words_digest chain"),
    "event_words": ("words was became", "salt"),
    "exploration_period": ("", "starts_on ends_on set_at"),
    "form_key": ("", "key address used_at"),
    "idea": ("title better why outcome learning", "reference_number learning_at"),
    "idea_share": ("", "shared_at ended_at"),
    "idea_summary": (
        "title better",
        "reference_number stage registered_at waits_since_on waits_from_on last_update_at worst_boundary",
    ),
    "not_now": ("reason", "look_again_on said_at waited_days"),
    "notice": ("sentence", "address made_at read_at"),
    "organisation": ("", "name slug reference_prefix zone currency answer_days exploration_days last_reference"),
    "partner": ("", "name description"),
    "person": ("name position", "left_at"),
    "person_role": ("", "role given_at ended_at"),
    "pledge": (
        "what declined_reason withdrawal_reason",
        "side kind quantity_minor is_each_week starts_on ends_on reply_by_on offered_at is_answer waited_days accepted_at declined_at withdrawn_at withdrawal_effective_on released_at verdict verdict_at told_state changes_on",
    ),
    "progress_update": ("tried happened learnt next_step", "told_at"),
    "search_text": ("title body", "scope"),
    "service": ("", "name closed_at"),
    "setup_link": ("", "made_at expires_at"),
    "sign_in": ("browser", "started_at expires_at"),
    "state": ("", "stage at"),
    "teammate": ("words", "is_lead joined_by opened_at answered_at is_accepted left_at"),
    "token": ("name", "may_change made_at expires_at"),
    "watch": ("", "since_at due_on"),
}

PERSONAL = {f"{table}.{column}" for table, (personal, _) in COLUMNS.items() for column in personal.split()}
PLAIN = {f"{table}.{column}" for table, (_, plain) in COLUMNS.items() for column in plain.split()}
