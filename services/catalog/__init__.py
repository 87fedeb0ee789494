"""What the chain does and with what: works, bays and technicians."""
