// Messages on their way: drawn at once with a clock, gone when the server's own copy of them is there.
import { attempt } from "./popups.js";

const FIRST_ID = 1e12; // beyond every real message id
let made = 0;

/** A text as it will look. */
export const textDraft = ({ text }) => [{ text }];

/** Files as they will look; the browser has them at hand. */
export function mediaDraft(files, { kind, caption }) {
  return files.map((file, index) => ({
    ...content(kind, file), ...(caption && index === 0 && { caption }), ...(files.length > 1 && { media_group_id: `sending ${made}` }),
    files: [{ kind, name: file.name, mime: file.type, size: file.size, url: URL.createObjectURL(file) }],
  }));
}

const content = (kind, file) => (kind === "photo" ? { photo: [{}] } : { [kind]: { file_name: file.name } });

export class Sending {
  constructor(chat) {
    this.chat = chat;
    this.list = [];
  }

  /** Shows `drafts` while `work` is under way. Resolves to its answer, undefined when it was refused. */
  async during(drafts, work) {
    const { state, person } = this.chat;
    const latest = state?.messages.at(-1);
    const batch = drafts.map((draft) => ({ ...draft, message_id: FIRST_ID + (made += 1), date: latest?.date ?? Date.now() / 1000, from: { id: person.id }, out: false, sending: true, after: latest?.message_id ?? 0 }));
    this.list = [...this.list, ...batch];
    this.chat.draw();
    const answer = await attempt(work, this.chat.toasts);
    if (answer === undefined) {
      this.drop(batch);
      this.chat.draw();
    } else {
      for (const one of batch) one.done = true;
      this.chat.refresh();
    }
    return answer;
  }

  /** The chat was read again: what the server had by then is in it. */
  settle() {
    this.drop(this.list.filter((one) => one.done));
  }

  drop(gone) {
    for (const one of gone) for (const file of one.files ?? []) URL.revokeObjectURL(file.url);
    this.list = this.list.filter((one) => !gone.includes(one));
  }

  /** The messages without the server's copies of those that still are on their way. */
  without(messages) {
    if (!this.list.length) return messages;
    const after = Math.min(...this.list.map((one) => one.after));
    return messages.filter((message) => message.message_id <= after || !this.chat.isOwn(message));
  }
}
