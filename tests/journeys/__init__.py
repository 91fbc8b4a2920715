"""Whole stories in a real browser, in steps that a clinician could read aloud.

`world.py` starts the registry as a person would, `eyes.py` looks at every page that somebody comes to, `steps.py` holds
the words in which stories are told. Set REGISTRY_TEST_PICTURES to a folder to have pictures of the pages taken there.
"""
