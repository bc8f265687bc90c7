"""A corpus in a folder: star tables in Parquet, written whole or not at all, and asked by year and month."""
