"""Many submissions at once: the processes of one machine, and the gradebook that they share."""
