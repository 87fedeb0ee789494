// Pressing an inline button: the spinner lasts until the bot answers the callback, as in Telegram.
import { h, safeUrl } from "./dom.js";
import { paintWaiting } from "./keyboards.js";
import { ask, menu, tell, toast } from "./popups.js";
import { t } from "./texts.js";

const LOOK_EVERY_MS = 1000;
const PATIENCE_S = 20;

export class Presses {
  /** `phone` is whose presses these are; `phone.waiting` holds the places that wait. */
  constructor(phone) {
    this.phone = phone;
    this.alarms = new Set();
  }

  /** Does what the button says. `node` is the button on the screen. */
  async click(message, button, row, column, node) {
    const url = button.url ?? button.login_url?.url ?? button.web_app?.url;
    if (url) this.open(url);
    else if (button.copy_text) this.copy(button.copy_text.text);
    else if (button.callback_data === undefined) toast(this.phone.toasts, t("press.unsupported"));
    else if (!this.phone.waiting.has(node.dataset.place)) await this.callback(message, row, column, node.dataset.place);
  }

  open(url) {
    const href = safeUrl(url);
    if (href && !this.phone.link(href)) window.open(href, "_blank", "noopener,noreferrer");
  }

  copy(text) {
    navigator.clipboard?.writeText(text).catch(() => undefined);
    toast(this.phone.toasts, t("message.copied", { text }));
  }

  async callback(message, row, column, place) {
    this.mark(place, true);
    const press = await this.phone.act(() => this.phone.api.press({ message_id: message.message_id, row, column }));
    if (press) await this.answer(press.callback_query_id);
    this.mark(place, false);
  }

  mark(place, on) {
    if (on) this.phone.waiting.add(place);
    else this.phone.waiting.delete(place);
    paintWaiting(this.phone.log.list, this.phone.waiting);
  }

  async answer(id) {
    for (const began = Date.now(); Date.now() - began < PATIENCE_S * 1000; ) {
      const state = await this.phone.api.pressed(id).catch(() => ({ answered: false }));
      if (state.answered) return this.show(state);
      await this.nextLook();
    }
    return toast(this.phone.toasts, t("press.silent", { n: PATIENCE_S }), "error");
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
    if (text && alert) await tell(this.phone.botName, h("p", { class: "alert" }, text));
    else if (text) toast(this.phone.toasts, text);
    if (url && (await ask({ title: t("press.link"), content: h("p", {}, url), ok: t("dialog.open") }))) this.open(url);
  }
}

const EMOJI = ["👍", "❤", "🔥", "😁", "😢", "👎"];

/** The menu of a message: reactions, reply, edit, copy, forward, versions. `quote` is the selected part of its text. */
export function messageMenu(message, at, quote, phone) {
  const text = message.text ?? message.caption;
  const own = !message.out && text !== undefined;
  const versions = message.versions ?? [];
  const close = menu(at, [
    reactions(message, phone, () => close()),
    { label: t("message.reply"), icon: "reply", run: () => phone.composer.startReply(message, quote) },
    own && { label: t("message.edit"), icon: "edit", run: () => phone.composer.startEdit(message) },
    text !== undefined && { label: t("message.copy"), icon: "copy", run: () => phone.presses.copy(text) },
    ...(message.text ? forwards(message, phone) : []),
    versions.length > 1 && { label: t("message.versions"), icon: "history", run: () => showVersions(versions) },
  ]);
}

function reactions(message, phone, close) {
  const now = message.reactions?.person?.[0];
  const build = (emoji) => h("button", {
    type: "button", "aria-pressed": String(emoji === now), "aria-label": emoji === now ? t("message.unreact") : t("message.react", { emoji }),
    onclick: () => {
      close();
      phone.react(message, emoji === now ? null : emoji);
    },
  }, emoji);
  return h("div", { class: "reactions", role: "group" }, EMOJI.map(build));
}

function forwards(message, phone) {
  const author = message.out ? {} : { forward_from: message.forward_origin?.sender_user?.id ?? phone.person.id };
  return phone.neighbours().map((other) => ({
    label: t("message.forwardTo", { name: other.personName }), icon: "forward",
    run: () => other.act(() => other.api.send({ text: message.text, ...author })),
  }));
}

function showVersions(versions) {
  return ask({ title: t("message.versions"), ok: t("dialog.close"), cancel: null, content: h("ol", { class: "versions" }, versions.map((text) => h("li", {}, text))) });
}
