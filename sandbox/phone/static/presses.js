// Pressing an inline button: the spinner lasts until the bot answers the callback, as in Telegram.
import { h, safeUrl } from "./dom.js";
import { paintWaiting } from "./keyboards.js";
import { ask, tell, toast } from "./popups.js";
import { t } from "./texts.js";

const LOOK_EVERY_MS = 1000;
const PATIENCE_S = 15;

export class Presses {
  /** `chat` is where they are made; `chat.waiting` holds the places that wait. */
  constructor(chat) {
    this.chat = chat;
    this.alarms = new Set();
  }

  /** Does what the button says. `node` is the button on the screen. */
  async click(message, button, row, column, node) {
    const url = button.url ?? button.login_url?.url ?? button.web_app?.url;
    if (url) this.open(url);
    else if (button.copy_text) this.chat.copy(button.copy_text.text);
    else if (button.callback_data === undefined) toast(this.chat.toasts, t("press.unsupported"));
    else if (!this.chat.waiting.has(node.dataset.place)) await this.callback(message, row, column, node.dataset.place);
  }

  open(url) {
    const href = safeUrl(url);
    if (href && !this.chat.link(href)) window.open(href, "_blank", "noopener,noreferrer");
  }

  async callback(message, row, column, place) {
    this.mark(place, true);
    const press = await this.chat.act(() => this.chat.api.press({ message_id: message.message_id, row, column }));
    const state = press && (await this.answer(press.callback_query_id));
    this.mark(place, false);
    if (state) await this.show(state);
  }

  mark(place, on) {
    if (on) this.chat.waiting.add(place);
    else this.chat.waiting.delete(place);
    paintWaiting(this.chat.log.list, this.chat.waiting);
  }

  async answer(id) {
    for (const began = Date.now(); Date.now() - began < PATIENCE_S * 1000; ) {
      const state = await this.chat.api.pressed(id).catch(() => ({ answered: false }));
      if (state.answered) return state;
      await this.nextLook();
    }
    toast(this.chat.toasts, t("press.silent", { n: PATIENCE_S }), "error");
    return null;
  }

  // The stream tells at once; the timer is for a stream that is down.
  nextLook() {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.alarms.delete(done);
        resolve();
      };
      const timer = setTimeout(done, LOOK_EVERY_MS);
      this.alarms.add(done);
    });
  }

  /** A callback was answered in this chat: look at once. */
  wake() {
    for (const done of [...this.alarms]) done();
  }

  async show({ text, show_alert: alert, url }) {
    if (text && alert) await tell(this.chat.botName, h("p", { class: "alert" }, text));
    else if (text) toast(this.chat.toasts, text);
    if (url && (await ask({ title: t("press.link"), content: h("p", {}, url), ok: t("dialog.open") }))) this.open(url);
  }
}
