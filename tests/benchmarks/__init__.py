"""The benchmarks: commands of their own (`python -m tests.benchmarks.run`), never timed tests."""
