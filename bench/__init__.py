"""Side-by-side benchmarks. `make bench` prints ratios and milliseconds and writes bench/results.json."""
