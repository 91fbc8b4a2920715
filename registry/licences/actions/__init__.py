"""One module a noun: `turf`, `licences`, `links`, `givers`, `decisions`; what time brings stands in `telling`."""
