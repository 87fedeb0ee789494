"""What a client's free text plainly wants. Simple rules; whatever they do not recognise goes to a person."""
