"""A registry of improvement work led by clinicians."""
