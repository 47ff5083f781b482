"""Fuzzing of everything that reads what other people wrote: python -m tests.fuzz MINUTES (Linux on x86-64, for atheris)."""
