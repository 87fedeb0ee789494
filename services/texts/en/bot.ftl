## Commands (bot menu)
command-start = Start
command-ask = Ask a question
command-book = Book a visit
command-status = My car's repair
command-language = Language / Язык
command-help = What the bot can do
command-cancel = Cancel what was started

## Getting to know each other
start-hello = Hello! { $chain ->
    [none] This is the reception of our car service:
   *[other] This is the reception of { $chain }:
} ask our people, book a visit, follow your repair. Write your question in your own words or press a button.
start-hello-again = { $name ->
    [none] Hello, good to see you again. How can we help?
   *[other] Hello, { $name }! How can we help?
}
start-choose-language = Language / Язык
button-russian = Русский
button-english = English
language-now = Done, we will speak English.

consent-service = To answer you here we keep your name, your phone (if you share it) and this conversation. Is that all right? You can ask a question either way.
button-agree = I agree
button-not-now = Not now
consent-service-given = Thank you, your consent is recorded.
consent-service-declined = All right. You can still ask your question.
consent-advertising = May we send you a discount or a seasonal offer now and then? If not, there will be no advertising.
button-advertising-yes = Yes, please
button-advertising-no = No advertising
consent-advertising-given = We will, rarely. You can opt out at any time.
consent-advertising-declined = All right, no advertising.

contact-ask = Share your number and we will find your card, so you need not tell anything twice. It is optional.
button-contact = 📱 Share my number
button-contact-skip = Without a number
contact-thanks = Thank you! Your number { $phone } is saved.
contact-recognised = { $name ->
    [none] We recognised you by { $phone }. Thank you!
   *[other] We recognised you, { $name }. Thank you!
}
contact-skipped = All right, no number. Just write your question.
contact-foreign = This is not your own contact. Press “Share my number” to send yours, or just write your question.
phone-typed = We noted { $phone }; the agent will see it. To be recognised at once, press “Share my number”.

## Menu
menu-what = How can we help?
button-ask = Ask a question
button-book = Book a visit
button-status = My car's repair
button-language = Русский
menu-outdated = That menu is out of date, here is a fresh one.
help = Write a question or send a photo, a voice message or a document: a person answers right here.

    /ask: a new question
    /book: book a visit
    /status: ask about your car's repair
    /language: change the language
    /cancel: cancel what was started
help-phone = Urgent? Call { $phone } ({ $city }).
unknown-command = There is no such command. Here is what there is:

## A question
ask-prompt = Write your question, in one message or several. Photos, videos and voice messages are welcome.
book-prompt = Tell us what needs doing, which car, and when it suits you. An agent will book you in and confirm the time.
status-prompt = Send your plate or repair order number, and an agent will tell you how the repair is going.
cancelled = Cancelled. { $what ->
    [ask] Your question was not sent.
    [booking] Your booking request was not sent.
    [status] Your repair question was not sent.
   *[nothing] Nothing had been started.
}
request-opened = We have your question, № { $number }. { $where ->
    [unit] Our people at { $unit } will answer.
   *[chain] A person will answer.
} { $due ->
    [none] You will hear from us as soon as we open.
   *[other] { $open ->
        [yes] You will have an answer by { $due }.
       *[no] We are closed now. You will have an answer by { $due }.
    }
}
request-reopened = № { $number } is open again; no need to tell it twice. { $due ->
    [none] You will hear from us as soon as we open.
   *[other] You will have an answer by { $due }.
}
request-requeued = Passed on to a person, № { $number }. { $due ->
    [none] You will hear from us as soon as we open.
   *[other] You will have an answer by { $due }.
}
request-which-unit = Which station is it about?
button-unit-unknown = I don't know
unit-chosen = Station: { $unit }.
unit-unknown = All right, we will find out ourselves.
safety-danger = ⚠️ If there is any danger, do not drive on: stop, switch on the hazard lights, get away from the road. If life is at risk, call 112. Your message is first in the queue.
safety-danger-phone = Call us: { $phone }.
safety-law = Your message has gone to the top of the queue. A responsible person will answer.
thanks-reply = You are welcome! If you need anything, just write.
greeting-reply = Hello! Tell us what happened or what you need: a person will answer.
file-too-large = The file is over 20 MB and Telegram does not hand it to bots. Please send a smaller one or a link.
apology = Sorry, something went wrong on our side: your message is saved and a person will look at it. № { $number }.
apology-plain = Sorry, something went wrong on our side. Please try again.

## Conversation
notice-transferred = { $known ->
    [yes] Your question № { $number } is now with { $agent }. They have the whole conversation, no need to tell it again.
   *[no] We passed your question № { $number } to the right specialist. They have the whole conversation, no need to tell it again.
}
notice-promise = { $agent } will answer № { $number } { $when }.
closed-solved = Question № { $number } is closed. We hope it helped.{ $ask ->
    [yes] {""} How was it, from 1 to 5?
   *[no] {""}
}
closed-booked = You are booked in, question № { $number } is closed.{ $ask ->
    [yes] {""} How was it, from 1 to 5?
   *[no] {""}
}
closed-answered = We have answered № { $number }.{ $ask ->
    [yes] {""} How was it, from 1 to 5?
   *[no] {""}
}
closed-no-answer = We could not reach you and closed № { $number }. Write to us and we will go on.
closed-refused = № { $number } is closed. If you change your mind, just write.
closed-not-target = We are sorry, we cannot help with this. № { $number } is closed.
closed-duplicate = № { $number } is merged with your other question: we will answer there.
closed-spam = № { $number } is closed.
closed-rate = How was our answer on № { $number }, from 1 to 5?
rated-thanks = Thank you for your { $mark } out of 5!
rated-reopened = We are sorry it did not work out. № { $number } is open again: a person will come back to you. Feel free to add what went wrong.
rated-stale = Your rating is already recorded.

## For the card
request-body-call = Please call me
contact-card = Contact: { $name } { $phone }
location-card = Location: { $link }
dead-letter-body = A client's message could not be processed automatically. Technical number: { $id }.
