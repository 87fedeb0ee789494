// The place where a person writes: text, reply and edit strip, attach, commands, keyboard switch, recording.
import { attachMenu, sendVoice } from "./attach.js";
import { h, icon, iconButton } from "./dom.js";
import { summary } from "./media.js";
import { menu, toast } from "./popups.js";
import { canRecord, record } from "./recorder.js";
import { t } from "./texts.js";

const MOST_LINES_PX = 132;

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.reply = null; // {message, quote}
    this.editing = null; // message
    this.commands = [];
    this.build();
  }

  build() {
    this.strip = h("div", { class: "strip", hidden: true });
    this.text = h("textarea", { rows: "1", dir: "auto", placeholder: t("write.placeholder"), "aria-label": t("write.placeholder"), oninput: () => this.typed(), onkeydown: (event) => this.key(event), onpaste: (event) => this.pasted(event) });
    this.commandButton = iconButton("slash", t("write.commands"), () => this.commandMenu(), { hidden: true });
    this.keyboardButton = iconButton("keyboard", t("write.keyboard"), () => this.phone.toggleKeyboard(), { hidden: true });
    this.micButton = iconButton("mic", t("write.record"), () => this.record(), { hidden: !canRecord });
    this.sendButton = h("button", { type: "submit", class: "icon-button send", "aria-label": t("write.send"), title: t("write.send"), hidden: canRecord }, icon("send"));
    this.attachButton = iconButton("attach", t("write.attach"), () => attachMenu(this.attachButton, this.phone));
    this.line = h("div", { class: "line" }, this.attachButton, this.text, this.commandButton, this.keyboardButton, this.micButton, this.sendButton);
    this.node = h("form", { class: "composer", onsubmit: (event) => this.submit(event) }, this.strip, this.line);
  }

  /** Adapts to the chat: its commands, its reply keyboard and whether that one is open. */
  show(commands, keyboard, keyboardOpen) {
    this.commands = commands;
    this.commandButton.hidden = !commands.length;
    this.keyboardButton.hidden = !keyboard?.keyboard;
    this.keyboardButton.setAttribute("aria-pressed", String(keyboardOpen));
    const label = keyboardOpen ? t("write.keyboardHide") : t("write.keyboard");
    this.keyboardButton.setAttribute("aria-label", label);
    this.keyboardButton.title = label;
    this.text.placeholder = keyboard?.input_field_placeholder || t("write.placeholder");
  }

  typed() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, MOST_LINES_PX)}px`;
    const empty = !this.text.value.trim() && !this.editing;
    this.micButton.hidden = !canRecord || !empty;
    this.sendButton.hidden = canRecord && empty;
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
    else if (event.key === "Escape" && (this.reply || this.editing)) this.clearStrip();
    else if (event.key === "ArrowUp" && !this.text.value && !this.editing) this.editLast(event);
  }

  editLast(event) {
    const last = this.phone.lastOwn();
    if (!last) return;
    event.preventDefault();
    this.startEdit(last);
  }

  pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.phone.dropFiles(files);
  }

  async submit(event) {
    event.preventDefault();
    const text = this.text.value.trim();
    if (!text || this.busy) return;
    this.busy = true; // a second Enter before the answer must not send twice
    const done = await this.phone.act(() => this.deliver(text));
    this.busy = false;
    if (done === undefined) return;
    this.sent(text);
    this.clearStrip();
  }

  deliver(text) {
    if (this.editing) return this.phone.api.edit(this.editing.message_id, text);
    return this.phone.api.send({ text, ...(this.reply && { reply_to: this.reply.message.message_id, ...(this.reply.quote && { quote: this.reply.quote }) }) });
  }

  startReply(message, quote = "") {
    this.clearStrip();
    this.reply = { message, quote };
    const name = message.out ? this.phone.botName : t("chat.you");
    this.openStrip("reply", t("message.replyTo", { name }), quote ? t("message.quote", { text: quote }) : summary(message));
  }

  startEdit(message) {
    this.clearStrip();
    this.editing = message;
    this.text.value = message.text ?? message.caption ?? "";
    this.sendButton.setAttribute("aria-label", t("write.save"));
    this.openStrip("edit", t("message.editing"), summary(message));
    this.typed();
  }

  openStrip(picture, title, text) {
    this.strip.replaceChildren(icon(picture), h("span", {}, h("strong", {}, title), h("span", {}, text)), iconButton("close", t("message.cancel"), () => this.clearStrip()));
    this.strip.hidden = false;
    this.text.focus();
  }

  clearStrip() {
    if (this.editing) this.text.value = "";
    this.sendButton.setAttribute("aria-label", t("write.send"));
    this.reply = this.editing = null;
    this.strip.hidden = true;
    this.strip.replaceChildren();
    this.typed();
  }

  /** The id that a message sent some other way answers; the strip is cleared by that. */
  takeReply() {
    const id = this.reply?.message.message_id;
    if (this.reply) this.clearStrip();
    return id;
  }

  /** What is written so far: it becomes the caption of files. */
  draft() {
    return this.editing ? "" : this.text.value.trim();
  }

  /** Takes away what was sent and keeps what was typed since. */
  sent(text) {
    const { value } = this.text;
    if (value.trim() === text) this.text.value = "";
    else if (value.startsWith(text)) this.text.value = value.slice(text.length);
    this.typed();
  }

  commandMenu() {
    menu(this.commandButton, this.commands.map(({ command, description }) => ({ label: `/${command}`, hint: description, icon: "slash", run: () => this.phone.command(`/${command}`) })));
  }

  async record() {
    try {
      this.recordingLine(await record());
    } catch (error) {
      toast(this.phone.toasts, t("write.noMicrophone", { error: error.message }), "error");
    }
  }

  recordingLine(recording) {
    const began = Date.now();
    const time = h("span", { class: "recording", role: "timer" });
    const tick = () => (time.textContent = t("write.recording", { time: elapsed(began) }));
    const timer = setInterval(tick, 500);
    const back = () => {
      clearInterval(timer);
      line.replaceWith(this.line);
      this.text.focus();
    };
    const drop = async () => (back(), await recording.drop());
    const send = async () => (back(), await sendVoice(this.phone, await recording.stop()));
    const line = h("div", { class: "line" }, iconButton("close", t("write.recordDrop"), drop), time, iconButton("send", t("write.recordSend"), send, { class: "icon-button send" }));
    tick();
    this.line.replaceWith(line);
  }
}

function elapsed(began) {
  const seconds = Math.floor((Date.now() - began) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
