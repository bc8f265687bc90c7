"""From bytes of a file to single values: lines, rows, numbers, times, texts and addresses."""
