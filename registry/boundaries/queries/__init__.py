"""Reads: one boundary or one idea's in `boundaries`, lists over several ideas in `lists`."""
