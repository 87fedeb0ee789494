// The page: who is shown, which bot, the side panel, and the stream of changes.
import * as api from "./api.js";
import { Bar } from "./bar.js";
import { h, sync } from "./dom.js";
import { Host } from "./host.js";
import { Intro } from "./intro.js";
import { listen } from "./live.js";
import { Panel } from "./panel.js";
import { changes, newPerson } from "./people.js";
import { Phone } from "./phone.js";
import { attempt, menu, pageToast } from "./popups.js";
import { Tabs } from "./tabs.js";
import { t } from "./texts.js";

const LISTS_EVERY_MS = 4000;
const LISTS_WHILE_EMPTY_MS = 500;
const SHOWN_AT_FIRST = 3;
const at = (id) => document.getElementById(id);

class Page {
  constructor() {
    const wanted = new URLSearchParams(location.search);
    this.wantedBot = wanted.get("bot");
    this.chosen = wanted.has("people") ? wanted.get("people").split(",").filter(Boolean).map(Number) : null;
    this.bots = [];
    this.people = [];
    this.bot = null;
    this.phones = new Map(); // person id → Phone
    this.tabs = new Tabs(at("tabs"), (id) => this.activate(id), (node) => this.addMenu(node));
    this.panel = new Panel(at("panel"), this);
    this.intro = new Intro();
    this.host = new Host((panel) => this.intro.draw(panel?.intro));
    this.bar = new Bar(this);
  }

  async start() {
    this.host.start();
    listen({ onOpen: () => this.opened(), onEvent: (event) => this.happened(event), onLost: () => this.lost() });
    await this.readLists();
    this.readListsLater();
  }

  // Neither a first call of a bot nor a new person is an event of some chat.
  readListsLater() {
    const wait = this.bot && this.people.length ? LISTS_EVERY_MS : LISTS_WHILE_EMPTY_MS;
    setTimeout(() => this.readLists().catch(() => undefined).then(() => this.readListsLater()), wait);
  }

  // -- bots and people ------------------------------------------------------------------------------------------

  async readLists() {
    const [bots, people] = await Promise.all([api.bots(), api.people()]);
    const print = JSON.stringify([bots.map(({ id, username, first_name: name }) => [id, username, name]), people]);
    if (print === this.listsPrint) return;
    this.listsPrint = print;
    Object.assign(this, { bots, people });
    this.useBot(this.bot?.id ?? this.wantedBot);
  }

  useBot(wanted) {
    const found = this.bots.find((bot) => String(bot.id) === String(wanted) || (bot.username && bot.username === wanted)) ?? this.bots[0] ?? null;
    const same = found && this.bot && found.id === this.bot.id && found.first_name === this.bot.first_name && found.username === this.bot.username;
    this.bot = found;
    if (!same) this.phones.clear();
    this.bar.bots(this.bots, found);
    this.drawPhones();
    this.remember();
    if (!same) this.panel.refresh();
  }

  get shown() {
    const ids = this.chosen ?? this.people.slice(0, SHOWN_AT_FIRST).map((person) => person.id);
    return ids.map((id) => this.people.find((person) => person.id === id)).filter(Boolean);
  }

  drawPhones() {
    const shown = this.bot ? this.shown : [];
    for (const id of [...this.phones.keys()]) if (!shown.some((person) => person.id === id)) this.phones.delete(id);
    for (const person of shown) this.phoneOf(person).update(person, this.bot);
    const nodes = shown.map((person) => this.phones.get(person.id).node);
    sync(at("columns"), nodes.length ? nodes : [this.nothing()]);
    if (!shown.some((person) => person.id === this.active)) this.active = shown[0]?.id;
    this.activate(this.active);
  }

  phoneOf(person) {
    if (!this.phones.has(person.id)) {
      const phone = new Phone(this, this.bot, person);
      this.phones.set(person.id, phone);
      phone.refresh();
    }
    return this.phones.get(person.id);
  }

  nothing() {
    if (!this.bot) return h("div", { class: "nothing" }, h("h2", {}, t("page.noBot")), h("p", {}, t("page.noBot.hint")), h("code", {}, new URL(".", document.baseURI).href.replace(/\/$/, "")));
    const key = this.people.length ? "page.noneShown" : "page.noPeople";
    const add = h("button", { type: "button", class: "main", onclick: () => this.addMenu(add) }, t("person.add"));
    return h("div", { class: "nothing" }, h("h2", {}, t(key)), h("p", {}, t(`${key}.hint`)), add);
  }

  activate(id) {
    this.active = id;
    for (const [person, phone] of this.phones) phone.node.classList.toggle("active", person === id);
    this.tabs.draw([...this.phones.values()], id);
  }

  addMenu(node) {
    const hidden = this.people.filter((person) => !this.shown.includes(person));
    if (!hidden.length) return this.addPerson();
    const items = hidden.map((person) => ({ label: person.first_name, hint: person.phone, icon: "person", run: () => this.choose([...this.shown.map(({ id }) => id), person.id], person.id) }));
    return menu(node, [...items, h("hr"), { label: t("person.new"), icon: "plus", run: () => this.addPerson() }]);
  }

  async addPerson() {
    const person = await newPerson(this.people);
    if (!person) return;
    const others = this.shown.map(({ id }) => id);
    await this.readLists();
    this.choose([...others, person.id], person.id);
  }

  choose(ids, active) {
    this.chosen = ids;
    if (active) this.active = active;
    this.drawPhones();
    this.remember();
    this.phones.get(active)?.node.scrollIntoView({ inline: "nearest", block: "nearest" });
  }

  /** Keeps the choice in the address, so that a reload or a sent link shows the same. */
  remember() {
    const query = new URLSearchParams(location.search);
    if (this.bot && this.bots.length > 1) query.set("bot", this.bot.id);
    if (this.chosen) query.set("people", this.chosen.join(","));
    const text = query.toString().replaceAll("%2C", ",");
    history.replaceState(null, "", text ? `?${text}` : location.pathname);
  }

  // -- what phones and the panel ask for ------------------------------------------------------------------------

  everybody() { return this.people; }

  /** Chats of all phones that something of `phone` can be forwarded to, its own ones first: {label, chat}. */
  targets(phone) {
    const others = [...this.phones.values()].filter((other) => other !== phone);
    const named = (other) => other.chats().map(({ label, chat }) => ({ label: `${other.personName} → ${label}`, chat }));
    return [...phone.chats(), ...others.flatMap(named)];
  }

  hide(person) { this.choose(this.shown.filter((one) => one !== person && one.id !== person.id).map(({ id }) => id)); }
  changed(phone) { this.tabs.count(phone); }

  async savePerson(id, fields) {
    const person = await api.changePerson(id, fields);
    await this.readLists();
    return person;
  }

  async editPerson(person) {
    const fields = await changes(person);
    if (fields) await attempt(() => this.savePerson(person.id, fields));
  }

  // -- the stream -----------------------------------------------------------------------------------------------

  opened() {
    this.down = false;
    this.bar.lost(false);
    this.readLists().catch(() => undefined);
    for (const phone of this.phones.values()) phone.refresh();
    this.panel.refresh();
  }

  lost() {
    if (!this.down) pageToast(t("page.lost"), "error");
    this.down = true;
    this.bar.lost(true);
  }

  happened(event) {
    const place = event.chat ?? event.person;
    const inGroup = place !== event.person;
    if (!this.bots.some((bot) => bot.id === event.bot) || !this.people.some((person) => person.id === event.person || inGroup)) this.readLists().catch(() => undefined);
    if (event.bot === this.bot?.id || event.bot == null) {
      if (inGroup) for (const phone of this.phones.values()) phone.groupHappened(event);
      else this.phones.get(event.person)?.happened(event);
    }
    this.panel.happened();
  }
}

new Page().start().catch((error) => pageToast(t("page.failed", { error: error.message }), "error"));
