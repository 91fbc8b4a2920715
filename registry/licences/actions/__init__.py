"""Verbs, one module a noun: `turf`, `licences`, `links`, `decisions`; what time brings stands in `telling`."""
