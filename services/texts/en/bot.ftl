## Commands (bot menu)
command-start = Main menu
command-ask = Ask a question
command-book = Book a visit
command-status = My car’s repair
command-language = Language / Язык
command-help = What the bot can do
command-cancel = Cancel what you started

## Getting to know each other
start-hello = Hello! { $chain ->
    [none] This is the reception of our car service.
   *[other] This is the reception of { $chain }.
} We book visits, tell you how your repair is going and answer questions: write yours in your own words, with a photo or by voice if you like.
start-hello-again = { $name ->
    [none] Hello, good to see you again. How can we help?
   *[other] Hello, { $name }! How can we help?
}
start-choose-language = Language / Язык
button-russian = Русский
button-english = English
language-now = Done, English it is.

consent-service = To answer you here we keep your name, your phone number (if you share it) and this conversation. Is that all right? You can ask a question either way.
button-agree = I agree
button-not-now = Not now
consent-service-given = Thank you, we have noted your consent.
consent-service-declined = All right. You can ask your question anyway.
consent-advertising = May we send you a discount or a seasonal offer now and then? Without your consent there will be no advertising.
button-advertising-yes = Yes, please
button-advertising-no = No advertising
consent-advertising-given = Thank you, it will not be often. You can stop it at any time: /privacy.
consent-advertising-declined = All right, no advertising.

contact-ask = Share your number and we will find your record, so you need not tell us anything twice. It is optional.
button-contact = 📱 Share my number
button-contact-skip = Without a number
contact-thanks = Thank you! We have saved your number { PHONE($phone) }.
contact-recognised = { $name ->
    [none] We recognised you by { PHONE($phone) }. Thank you!
   *[other] We recognised you, { $name }. Thank you!
}
contact-skipped = All right, no number. Just write your question.
contact-unusable = We cannot store a number like that and will do without it. Just write your question.
contact-foreign = This is somebody else’s contact. Press “Share my number” to send yours, or just write your question.
phone-typed = We noted { PHONE($phone) }, and our team will see it. To let us find your record, press “Share my number” below. Or just write your question.

## Menu
menu-what = How can we help?
button-ask = Ask a question
button-book = Book a visit
button-status = My car’s repair
menu-outdated = That menu is out of date, here is a fresh one.
help = Here you can book a visit, see how your repair and your parts are getting on, and ask: write in your own words, or send a photo, a voice message or a document, and a person will answer right here.

    /book: book a visit
    /status: visits, repair, parts orders
    /garage: my cars and their mileage
    /reminders: reminders
    /ask: a new question
    /language: change the language
    /privacy: my data
    /cancel: cancel what was started
help-phone = Urgent? Call { PHONE($phone) } ({ $city }).
unknown-command = There is no such command. Here is what you can do:
unreadable = We cannot read this kind of message. Please put it in words or send a photo.

## A question
ask-prompt = Write your question, in one message or several. Photos, videos and voice messages are welcome.
book-prompt = Tell us what needs doing, which car it is and when it suits you. Our team will book you in and confirm the time.
cancelled = { $what ->
    [ask] Cancelled, your question was not sent.
    [booking] Cancelled, your booking request was not sent.
    [status] Cancelled, your repair question was not sent.
    [garage] Cancelled, nothing was changed.
    [contact] All right, no number.
    [open] There is nothing to cancel: your question is with our team already. If you no longer need it, just say so.
   *[nothing] There is nothing to cancel.
}
receipt-who = { $where ->
    [unit] Our team at { $unit }
   *[chain] Our team
}
request-opened = We have your { $what ->
    [booking] booking request
    [claim] message
   *[other] question
}, № { $number }. { $open ->
    [yes] { $who }
   *[no] We are closed now. { $who }
} will answer { $due ->
    [none] as soon as we open.
    [soon] as soon as possible.
   *[other] { $due }.
}
receipt-phone = The station’s phone: { PHONE($phone) }.{ $opens ->
    [none] {""}
   *[other] {""} We answer it once we open: { $opens }.
}
request-reopened = Your question № { $number } is open again; no need to repeat anything. { $who } will answer { $due ->
    [none] as soon as we open.
    [soon] as soon as possible.
   *[other] { $due }.
}
request-requeued = We passed on your message about question № { $number }. { $who } will answer { $due ->
    [none] as soon as we open.
    [soon] as soon as possible.
   *[other] { $due }.
}
receipt-rush = Many people are writing to us right now, so answers take longer than usual.
request-which-unit = Which station is it about?
button-unit-unknown = I don’t know
unit-chosen = № { $number }. Station: { $unit }.
unit-unknown = We will find out the station ourselves.
unit-unknown-later = № { $number }. We will find out the station ourselves.
safety-danger = ⚠️ If there is any danger, do not drive on: stop, switch on the hazard lights and get away from the road. If life is at risk, call 112. Your message has gone to the top of the queue.
safety-danger-phone = { $open ->
    [yes] You can also call us right now: { PHONE($phone) }.
   *[no] The station is closed now{ $opens ->
        [none] {""}
       *[other] {" "}and opens { $opens }
    }. Its phone: { PHONE($phone) }.
}
safety-law = We understand this is serious: your message has gone to the top of the queue.
thanks-reply = You are welcome! If you need anything, just write.
greeting-reply = Hello! Tell us what happened or what you need: a person will answer.
file-too-large = This file is over 20 MB, and Telegram does not hand it to us. Please send a smaller one or a link.
apology = Sorry, something went wrong on our side. Your message is saved and a person will look at it: № { $number }.
apology-phone = If it is urgent, call { PHONE($phone) } ({ $city }).
apology-plain = Sorry, something went wrong on our side. Please try again.

## Conversation
notice-promise = { $agent } will { $how ->
    [call] call you about
   *[answer] answer
} your question № { $number } { $when }.
notice-promise-slips = Sorry, { $passed ->
    [yes] we did not get to your question № { $number } by the time we promised
   *[no] we will not get to your question № { $number } by the time we promised
}. We will { $how ->
    [call] call you
   *[answer] answer
} { $when }.
closed-solved = Question № { $number } is closed. We hope it helped.{ $ask ->
    [yes] {""} How was it, from 1 to 5?
   *[no] {""}
}
closed-booked = You are booked in, question № { $number } is closed.{ $ask ->
    [yes] {""} How was it, from 1 to 5?
   *[no] {""}
}
closed-answered = We have answered question № { $number } and closed it.{ $ask ->
    [yes] {""} How was it, from 1 to 5?
   *[no] {""}
}
closed-no-answer = We could not reach you and closed question № { $number }. Write to us here and we will pick it up again.
closed-refused = We have closed question № { $number }. If you change your mind, just write.
closed-not-target = We are sorry, we cannot help with this. Question № { $number } is closed.
closed-duplicate = Question № { $number } is merged with your other one: we will answer there.
closed-spam = Question № { $number } is closed.
closed-rate = How was our answer to question № { $number }, from 1 to 5?
rated-thanks = Question № { $number } is closed, your rating: { $mark } out of 5. Thank you!
rated-reopened = We are sorry it did not help. Question № { $number } is open again. Our team will answer { $due ->
    [none] as soon as we open.
   *[other] { $due }.
} Tell us what went wrong.
rated-reason = Thank you for telling us. Our team will see this together with question № { $number }.
rated-stale = It can no longer be rated: it has a rating, or it is open again.

## For the card
contact-card = Contact: { $name } { $phone }
location-card = Location: { $link }
dead-letter-body = A client’s message could not be processed automatically. Technical number: { $id }.
