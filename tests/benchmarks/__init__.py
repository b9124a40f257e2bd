"""Speed, each figure as a ratio or against a limit in the same run; never part of the tests."""
