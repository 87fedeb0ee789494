// Narrow screens show one phone at a time: the tabs choose which, and count what arrived in the others.
import { avatar, h, iconButton } from "./dom.js";
import { t } from "./texts.js";

export class Tabs {
  /** `choose(personId)` is told of a choice, `add(node)` of the plus button. */
  constructor(root, choose, add) {
    Object.assign(this, { root, choose });
    this.plus = iconButton("plus", t("person.add"), () => add(this.plus));
    root.after(this.plus);
    root.setAttribute("aria-label", t("page.people"));
    root.addEventListener("keydown", (event) => this.walk(event));
  }

  draw(phones, active) {
    this.phones = phones;
    this.active = active;
    const focused = this.root.contains(document.activeElement);
    this.root.replaceChildren(...phones.map((phone) => this.tab(phone)));
    phones.forEach((phone) => this.count(phone));
    if (focused) this.root.querySelector("[aria-selected=true]")?.focus();
  }

  tab(phone) {
    const { id } = phone.person;
    const selected = id === this.active;
    const props = { type: "button", role: "tab", "aria-selected": String(selected), "aria-controls": phone.node.id, tabindex: selected ? "0" : "-1", "data-tab": id, onclick: () => this.choose(id) };
    return h("button", props, avatar(phone.personName, id), h("span", {}, phone.person.first_name), h("span", { class: "badge", role: "img", hidden: true }));
  }

  count(phone) {
    const badge = this.root.querySelector(`[data-tab="${phone.person.id}"] .badge`);
    if (!badge) return;
    badge.hidden = phone.unread === 0;
    badge.textContent = String(phone.unread);
    badge.setAttribute("aria-label", t("chat.unread", { n: phone.unread }));
  }

  walk(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || !this.phones?.length) return;
    const now = this.phones.findIndex((phone) => phone.person.id === this.active);
    this.choose(this.phones.at((now + step) % this.phones.length).person.id);
    this.root.querySelector("[aria-selected=true]")?.focus();
  }
}
