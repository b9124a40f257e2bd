"""Faults, put into the real store on purpose: one module for each, found by looking here.

A module declares NAME (in words), SHORT and LONG (how many tries in each form) and
`run(tries, folder, progress) -> Outcome`. The short form is a test in `test_every_fault.py`; the long one
is `dev.py faults`. Each fault runs in a process of its own, so it may fork, be limited or be killed.
"""
