"""Pure answers, one module a noun: `licences`, `decisions` and `turf`. No session, no request, no clock."""
