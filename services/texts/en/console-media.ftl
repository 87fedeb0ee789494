## Files and edits in a conversation
console-media-album = { $count ->
    [one] Album: { $count } file
   *[other] Album: { $count } files
}
console-media-forwarded = Forwarded from { $name }
console-media-on-the-map = { $coordinates }, on the map
console-map-link = https://maps.google.com/?q={ $latitude },{ $longitude }
console-media-contact = Contact:
console-media-contact-own = Own contact:
console-media-poll = Poll:
console-media-no-words = (no text)
console-media-withdrawn = taken back at { $time }, the client does not see it
console-media-react = React
console-media-reaction-client = The client’s reaction
console-media-reaction-ours = Our reaction
console-media-mend = Edit
console-media-mend-title = Edit the answer or take it back
console-media-mend-label = Text of the answer
console-media-mend-save = Change it for the client
console-media-mend-leave = Leave as it is
console-media-withdraw = Take it back
console-media-withdraw-hint = The message disappears from the client’s chat and stays here, marked. That is possible for 48 hours.
console-media-fetch-again = Try again
console-media-large = Over 20 MB, cannot be sent: { $name }. Make the file smaller or send a link.
console-media-many = At most 10 files in one message.
console-media-record = Record a voice message
console-media-stop = Finish recording
console-media-no-microphone = No access to the microphone: allow it in the browser.
console-media-remove = Remove: { $name }
console-media-close = Close
console-media-previous = Previous
console-media-next = Next
console-media-download = Download
console-media-picture = Picture viewer

console-invalid-message-not-delivered = The message has not reached the client yet: try again in a few seconds.
console-invalid-text-cannot-be-changed = This message cannot be changed: take it back and write a new one.
console-invalid-text-too-long-to-be-changed = Too long for an edit: send the rest as a new message.

console-media-help = Files, edits, reactions
console-media-help-answers = Photos and videos go as one album, documents as another. Short text becomes the caption.
console-media-help-files = Files up to 20 MB, at most 10 in one message. A photo over 10 MB goes as a document. Voice messages can be recorded right here.
console-media-help-mend = You can edit your own answer and, for 48 hours, take it back: the earlier text stays in the history.
console-media-help-deleted = When a client deletes a message, Telegram does not tell us: it stays here.
console-media-help-reactions = The client’s reaction is shown at the message. It stands for thanks and does not reopen a request.
