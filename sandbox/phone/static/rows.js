// Messages → the rows of a log: day marks, the "new messages" line, and bubbles (an album is one), in runs of one sender.
import { noticeOf } from "./notices.js";
import { day } from "./texts.js";

/** Rows {key, day} | {key, divider} | {key, notice, id} | {key, messages, first, last}; `divider` is the first unread message's id. */
export function rows(messages, divider, chat) {
  const result = [];
  let shown = null;
  for (const message of messages.filter((one) => !one.deleted)) {
    const today = day(message.date);
    if (today !== shown) result.push({ key: `day ${today}`, day: today });
    shown = today;
    if (message.message_id === divider) result.push({ key: "divider", divider: true });
    add(result, message, chat);
  }
  return result;
}

function add(result, message, chat) {
  const notice = noticeOf(message, chat);
  if (notice) return result.push({ key: message.message_id, notice, id: message.message_id });
  const last = result.at(-1);
  if (last?.messages && sameAlbum(last.messages[0], message)) return last.messages.push(message);
  const first = !last?.messages || !sameSide(last.messages[0], message);
  if (!first) last.last = false;
  return result.push({ key: message.message_id, messages: [message], first, last: true });
}

const sameSide = (a, b) => a.out === b.out && a.from?.id === b.from?.id;
const sameAlbum = (a, b) => a.media_group_id && a.media_group_id === b.media_group_id && sameSide(a, b);
