// Three lines for who comes here for the first time: whom to play and what to try. The host may bring its own.
import { h, iconButton, safeUrl } from "./dom.js";
import { pick, t } from "./texts.js";

const HIDDEN = "sandbox.intro.hidden";
const OWN = [1, 2, 3].map((line) => ({ text: t(`page.intro.${line}`) }));

export class Intro {
  constructor() {
    this.root = document.getElementById("intro");
    this.root.setAttribute("aria-label", t("page.intro.show"));
    this.opener = null;
  }

  /** Draws the host's lines ({text, link} per language), or the sandbox's own; hidden ones stay hidden. */
  draw(given) {
    const lines = given?.length ? given.map(({ text, link }) => ({ text: pick(text), link })) : OWN;
    this.root.replaceChildren(
      h("ol", {}, lines.map(({ text, link }) => h("li", {}, h("span", {}, text, link && [" ", anchor(link)])))),
      iconButton("close", t("page.intro.hide"), () => this.show(false)));
    this.show(!localStorage.getItem(HIDDEN));
  }

  show(shown) {
    const had = this.root.contains(document.activeElement);
    this.root.hidden = !shown;
    this.opener?.setAttribute("aria-expanded", String(shown));
    if (shown) localStorage.removeItem(HIDDEN);
    else localStorage.setItem(HIDDEN, "1");
    if (!shown && had) document.querySelector(".phone.active textarea, .phone.active .big, .phone textarea")?.focus({ preventScroll: true });
  }
}

function anchor({ label, url }) {
  const href = safeUrl(url);
  return href ? h("a", { href, target: "_blank" }, pick(label)) : pick(label);
}
