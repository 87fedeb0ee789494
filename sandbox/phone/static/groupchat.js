// One person's view of a group, or of one topic of a forum.
import * as api from "./api.js";
import { Chat } from "./chat.js";
import { h } from "./dom.js";
import { topicTint } from "./lists.js";
import { ask } from "./popups.js";
import { t } from "./texts.js";

const GENERAL = 1;
const ADMINS = new Set(["creator", "administrator"]);
const GONE = new Set(["left", "kicked"]);

export class GroupChat extends Chat {
  /** `topic` is an id of a topic, or null where the group has none. */
  constructor(phone, group, topic = null) {
    super(phone, api.groupChat(group.id, phone.person.id, topic));
    Object.assign(this, { group, topic, many: true });
    this.build();
  }

  get title() { return this.topic ? this.topicOf(this.group)?.name ?? "…" : this.group.title; }
  get face() { return this.topic ? topicTint(this.topicOf(this.group)) : this.group.id; }

  topicOf(group) {
    return group.topics?.find((topic) => topic.id === this.topic);
  }

  async reread() {
    await super.reread();
    if (this.state) this.group = { ...this.state, messages: undefined };
  }

  draw() {
    if (this.state && this.topic) this.state.unread = this.state.unread && (this.topicOf(this.state)?.unread ?? this.state.unread);
    super.draw();
  }

  looked() {
    if (!this.state?.unread) return;
    this.state.unread = 0;
    this.api.markRead().then(() => this.phone.readGroups()).catch(() => undefined);
  }

  get member() {
    return this.state.members?.find((one) => one.person === this.person.id);
  }

  idle() {
    if (this.topic) return this.group.title;
    return t("group.members", { n: (this.state.members ?? []).filter(({ status }) => !GONE.has(status)).length + (GONE.has(this.state.bot_status) ? 0 : 1) });
  }

  action() {
    const here = !this.topic || (this.state.chat_action_topic ?? GENERAL) === this.topic;
    return here ? this.state.chat_action : null;
  }

  get pinned() {
    return (this.topic ? this.topicOf(this.state ?? this.group)?.pinned : this.state?.pinned) ?? [];
  }

  mode() {
    if (this.state.deleted || this.state.migrated_to) return "gone";
    if (!this.member || GONE.has(this.member.status)) return "out";
    return this.topicOf(this.state)?.closed && !ADMINS.has(this.member.status) ? "closed" : "write";
  }

  bottomOf(mode) {
    if (mode === "write") return this.composer.node;
    return h("div", { class: "shut" }, t(`group.${mode}`));
  }

  isMe(key) { return key === String(this.person.id); }

  whoIs(key) {
    if (key === "bot") return { name: this.phone.botName, id: this.bot.id };
    const person = this.everybody().find((one) => String(one.id) === key);
    return { name: person ? [person.first_name, person.last_name].filter(Boolean).join(" ") : key, id: Number(key) };
  }

  entries() {
    const topic = this.topicOf(this.state ?? this.group);
    return [
      topic && topic.id !== GENERAL && { label: topic.closed ? t("topic.reopen") : t("topic.close"), icon: "lock", run: () => this.change({ closed: !topic.closed }) },
      topic && { label: t("topic.rename"), icon: "edit", run: () => this.rename(topic) },
      { label: t("person.hide"), icon: "hide", run: () => this.page.hide(this.person) },
    ];
  }

  change(fields) {
    return this.act(() => api.changeTopic(this.group.id, this.person.id, this.topic, fields));
  }

  async rename(topic) {
    const answer = await ask({ title: t("topic.rename").replace("…", ""), ok: t("person.save"), fields: [{ name: "name", label: t("topic.name"), value: topic.name, required: true, maxlength: 128 }] });
    if (answer) await this.change({ name: answer.name.trim() });
  }
}
