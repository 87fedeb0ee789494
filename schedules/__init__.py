"""Ticks: APScheduler is only a clock; each tick claims rows, so any number of processes may run them."""
