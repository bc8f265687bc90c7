"""Beat the Cynic: whoever believes nothing sets a score that is to be beaten."""
