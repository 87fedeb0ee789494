"""How scripts and styles become what a browser is given: for the console and for the sandbox's phone, and knowing neither."""
