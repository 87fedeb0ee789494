## Edits of messages that the bot has read
media-edit-of-answer = We see that you corrected a message, but the bot only reads new ones. Please send the corrected text again. Cars and mileage can always be changed here: /garage.
