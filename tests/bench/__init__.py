"""Benchmarks: what `make bench` measures, each figure beside a floor taken in the same run."""
