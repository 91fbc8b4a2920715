"""People, their organisation and its settings, the partners and services it knows, and who may act as what.

Words: organisation, partner, service, person, role. A person's roles add up and are rows with a beginning and
an end, so that history never has to be asked what somebody was. Line manager is no role that is given: it
follows from other people naming someone as their manager. `actors.py` answers who is asking.
"""
