"""Agents in a Telegram forum group: a view of the queue's state, beside the console and on the same rows.

`marking.py` reads what happened and notes which topics have something new to show; `showing.py` shows it, a few calls at a time, so
that what comes in a burst becomes few messages; `settling.py` takes in what became of the calls. `words.py` is the other direction: what
agents write and press. Nothing in the tables of a group decides anything: every topic can be made anew from its request.
"""
