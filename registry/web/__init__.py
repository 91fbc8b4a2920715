"""What the doors share: how a request is proved, read, settled and answered. Rooms never learn of it."""
