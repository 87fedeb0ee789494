"""Every message out: written with its cause, sent in order per chat within the budget, with a result that people can see.

For the composition:

    outbox = Outbox(db, worker, redis, Rates(30, 1, 3, 20), send, hooks=Hooks(on_sent=…, …), check=check)
    outbox.start(start)                            # relay=False: this process sends its direct answers only
    await outbox.stop()                            # after runner.stop(), before worker.close()

    send(mail: Mail) -> Outcome                    # bot.telegram.sender.Sender; outcomes.py says what there is
    outbox.answer(answers)                         # what the inbox's Runner takes as send_answers
    check(parcel: Parcel) -> bool                  # just before sending; False drops the message
    before(tx, message_ids), on_sent(tx, message_id), on_blocked(tx, chat_id), on_migrated(tx, old, new)   # results.Hooks

Mail: `kind="direct"` to the chat of the update being handled is its answer; `push`, `mirror` and last `bulk` go through the relay.
`params["_fallback"]` names the method to use when the message to edit is gone. `"attach:<public id>"` stands for a stored file.
`about` and `valid_for` say when it is not worth sending any more; `about.drop(tx, about)` takes it back.
`metrics.py`: figures.
"""
