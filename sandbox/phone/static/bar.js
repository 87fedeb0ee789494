// The header: links, the bot, what the host gives, faults, look and language. On a narrow screen it is one line with a menu.
import { h, icon, iconButton } from "./dom.js";
import { menu } from "./popups.js";
import { LANGUAGES, language, pick, switchLanguage, t } from "./texts.js";
import { theme, THEMES, useTheme } from "./theme.js";

const NARROW = matchMedia("(max-width: 760px)");
const PICTURES = { auto: "auto", light: "sun", dark: "moon" };
const at = (id) => document.getElementById(id);

/** A button with a picture; its words are shown where there is room for them. */
function worded(id, picture, words, onclick) {
  return h("button", { type: "button", class: "plain with-icon worded", id, title: words, "aria-label": words, onclick }, icon(picture), h("span", {}, words));
}

export class Bar {
  /** `page` gives useBot(id), addMenu(node), intro, host and panel. */
  constructor(page) {
    this.page = page;
    document.documentElement.lang = language;
    document.title = at("title").textContent = t("page.title");
    at("links").setAttribute("aria-label", t("page.links"));
    at("columns").setAttribute("aria-label", t("page.people"));
    for (const link of at("links").children) link.textContent = pick(JSON.parse(link.dataset.label));
    this.build();
    NARROW.addEventListener("change", () => this.fit());
    this.fit();
  }

  build() {
    const { page } = this;
    this.botSelect = h("select", { "aria-label": t("page.bot"), hidden: true, onchange: () => page.useBot(this.botSelect.value) });
    const languages = h("select", { "aria-label": t("page.language"), onchange: () => switchLanguage(languages.value) }, Object.entries(LANGUAGES).map(([code, name]) => h("option", { value: code, lang: code, selected: code === language }, name)));
    const add = h("button", { type: "button", class: "plain with-icon", id: "add", onclick: () => page.addMenu(add) }, icon("plus"), h("span", {}, t("person.add")));
    this.look = worded("look", PICTURES[theme()], t("page.look"), () => this.looks());
    this.look.setAttribute("aria-haspopup", "menu");
    const info = worded("about", "info", t("page.intro.show"), () => {
      if (NARROW.matches) at("tools").hidePopover();
      page.intro.show(at("intro").hidden);
    });
    page.intro.opener = info;
    at("buttons").replaceChildren(this.botSelect, page.host.node, add, page.panel.opener, this.look, languages, info);
    this.more = iconButton("more", t("page.menu"), () => at("tools").togglePopover(), { id: "more", "aria-controls": "tools", "aria-expanded": "false" });
    at("top").append(this.more);
    at("tools").addEventListener("toggle", (event) => this.more.setAttribute("aria-expanded", String(event.newState === "open")));
    page.panel.opener.addEventListener("click", () => NARROW.matches && at("tools").hidePopover());
  }

  // The same buttons: in the header where there is room, else in a sheet.
  fit() {
    if (NARROW.matches) at("tools").setAttribute("popover", "auto");
    else at("tools").removeAttribute("popover");
  }

  looks() {
    menu(this.look, THEMES.map((name) => ({
      label: t(`page.look.${name}`), icon: PICTURES[name], checked: name === theme(),
      run: () => {
        useTheme(name);
        this.look.firstChild.replaceWith(icon(PICTURES[name]));
      },
    })));
  }

  /** The choice of the bot, shown where there are several. */
  bots(bots, chosen) {
    this.botSelect.hidden = bots.length < 2;
    this.botSelect.replaceChildren(...bots.map((bot) => h("option", { value: bot.id }, bot.first_name || bot.username)));
    if (chosen) this.botSelect.value = String(chosen.id);
  }

  /** Whether the stream of changes is down. */
  lost(down) {
    at("top").classList.toggle("lost", down);
  }
}
