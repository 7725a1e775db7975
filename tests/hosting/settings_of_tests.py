"""The hub.toml of the hub that tests and benchmarks run: two cohorts."""
from __future__ import annotations

SETTINGS = """
admins = ["boss"]
port = {port}
[limits]
idle_minutes = 30
[[cohort]]
id = "autumn"
title = "Autumn cohort"
help_lines = ["Staff support: 01632 960 123"]
learners = "autumn.csv"
tutors = ["tess", "tom"]
[[cohort]]
id = "spring"
help_lines = ["Staff support: 01632 960 124"]
learners = "spring.csv"
tutors = ["ursula"]
"""
