// One person's phone: the chat with the bot and, once there are groups, a list of chats.
import * as api from "./api.js";
import { BotChat } from "./botchat.js";
import { avatar, h } from "./dom.js";
import { GroupChat } from "./groupchat.js";
import { ChatList, newGroup, TopicList } from "./lists.js";
import { coalesce } from "./live.js";
import { t } from "./texts.js";

export class Phone {
  /** `page` gives everybody(), targets(phone), editPerson(person), savePerson(id, fields), hide(person), changed(phone). */
  constructor(page, bot, person) {
    Object.assign(this, { page, bot, person });
    this.groups = [];
    this.inside = new Map(); // "group" or "group:topic" → GroupChat or TopicList
    this.owner = h("header", { class: "owner" });
    this.screen = h("div", { class: "screen" });
    this.node = h("section", { class: "phone", id: `phone-${person.id}`, "data-person": person.id }, this.owner, this.screen);
    this.botChat = new BotChat(this);
    this.list = new ChatList(this);
    this.readGroups = coalesce(() => this.rereadGroups());
    this.show(this.botChat);
    this.drawOwner();
  }

  get botName() {
    return this.bot.first_name || this.bot.username || t("chat.online");
  }

  get personName() {
    return [this.person.first_name, this.person.last_name].filter(Boolean).join(" ");
  }

  /** Messages this person has not looked at, in all chats. */
  get unread() {
    return (this.botChat.state?.unread ?? 0) + this.groupsUnread;
  }

  get groupsUnread() {
    return this.groups.reduce((sum, group) => sum + (group.unread ?? 0), 0);
  }

  drawOwner() {
    const { id, username, phone, language_code: language } = this.person;
    const details = [phone || t("person.noPhone"), username && `@${username}`, language].filter(Boolean).join(" · ");
    this.node.setAttribute("aria-label", t("person.column", { name: this.personName }));
    this.owner.replaceChildren(avatar(this.personName, id), h("span", {}, h("h2", {}, this.personName), h("small", {}, details)));
    this.botChat.more.setAttribute("aria-label", t("person.menu", { name: this.personName }));
  }

  /** The cards of the person and of the bot as they are now. */
  update(person, bot) {
    Object.assign(this, { person, bot });
    this.botChat.bot = bot;
    this.botChat.drawName();
    this.drawOwner();
  }

  /** Puts a chat or a list onto the screen. */
  show(view) {
    const had = this.screen.contains(document.activeElement);
    this.view = view;
    this.screen.replaceChildren(view.node);
    if (had) (view.composer?.text.isConnected ? view.composer.text : view.focus ? view : view.node.querySelector("button")).focus({ preventScroll: true });
    if (view !== this.botChat) view.refresh();
    this.changed();
  }

  /** Reads again what is on the screen, the chat with the bot and the list of groups. */
  refresh() {
    this.botChat.refresh();
    this.readGroups();
    if (this.view !== this.botChat) this.view.refresh();
  }

  async rereadGroups() {
    this.groups = (await api.groups(this.bot.id, this.person.id).catch(() => [])).filter((group) => !group.deleted && !group.migrated_to);
    if (this.view === this.list) this.list.refresh();
    this.changed();
  }

  /** Unread counters may be different now. */
  changed() {
    if (!this.node.isConnected && !this.botChat.state) return;
    const { back, backCount } = this.view;
    if (back && this.view === this.botChat) back.hidden = !this.groups.length;
    else if (back) back.hidden = false;
    if (backCount) {
      const elsewhere = this.view === this.botChat ? this.groupsUnread : this.unread - (this.view.state?.unread ?? 0);
      backCount.hidden = elsewhere <= 0;
      backCount.textContent = String(elsewhere);
      back.setAttribute("aria-label", elsewhere > 0 ? `${t("chat.back")}: ${t("chat.unread", { n: elsewhere })}` : t("chat.back"));
    }
    this.page.changed(this);
  }

  goBack(chat) {
    const topics = chat.topic && this.inside.get(String(chat.group.id));
    this.show(topics || this.list);
  }

  openGroup(group, topic = null) {
    const key = topic ? `${group.id}:${topic}` : String(group.id);
    if (!this.inside.has(key)) this.inside.set(key, group.is_forum && !topic ? new TopicList(this, group) : new GroupChat(this, group, topic));
    this.show(this.inside.get(key));
  }

  async newGroup() {
    const group = await newGroup(this, this.page.everybody());
    if (!group) return;
    await this.readGroups();
    this.openGroup(group);
  }

  /** Presses START of the bot here, as a deep link does. */
  start(payload) {
    this.show(this.botChat);
    this.botChat.start(payload);
  }

  /** Something happened in the chat with the bot. */
  happened(event) {
    this.botChat.happened(event);
    if (this.view === this.list) this.list.refresh();
  }

  /** Something happened in a group, perhaps one of this person's. */
  groupHappened(event) {
    this.readGroups();
    const shown = this.view;
    if (shown === this.botChat || shown === this.list || shown.group?.id !== event.chat) return;
    if (shown.happened) shown.happened(event);
    else shown.refresh();
  }

  /** Chats that something can be forwarded to on this phone: {label, chat}. */
  chats() {
    return [{ label: this.botName, chat: this.botChat }, ...[...this.inside.values()].filter((view) => view instanceof GroupChat).map((chat) => ({ label: chat.title, chat }))];
  }
}
