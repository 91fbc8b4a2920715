"""Pure answers: how an idea moves in `stages`, what is told of it in `updates`, what its review asks in `reviews`."""
