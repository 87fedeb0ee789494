// A window with one picture or film as large as fits; arrows lead to its neighbours in the album.
import { h, iconButton } from "./dom.js";
import { t } from "./texts.js";

/** Opens `slides` ({url, film, caption}) at `index`. */
export function view(slides, index) {
  let at = index;
  const picture = h("div", { class: "slide" });
  const words = h("p", { class: "slide-caption" });
  const count = h("span", { class: "slide-count", "aria-live": "polite" });
  const several = slides.length > 1;
  const dialog = h("dialog", { class: "viewer", "aria-label": t("message.view"), onclick: aside, onkeydown: key, onclose: () => dialog.remove() },
    picture, words, count,
    several && iconButton("previous", t("message.previous"), () => go(-1), { class: "icon-button before" }),
    several && iconButton("next", t("message.next"), () => go(1), { class: "icon-button after" }),
    iconButton("close", t("dialog.close"), () => dialog.close(), { class: "icon-button away", autofocus: true }));
  function show() {
    const { url, film, caption } = slides[at];
    picture.replaceChildren(film ? h("video", { src: url, controls: true, autoplay: true, playsinline: true }) : h("img", { src: url, alt: caption || t("message.photo") }));
    words.textContent = caption;
    words.hidden = !caption;
    count.textContent = several ? t("message.ofAlbum", { at: at + 1, n: slides.length }) : "";
  }
  function go(step) {
    at = (at + step + slides.length) % slides.length;
    show();
  }
  function key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && several && !event.target.closest("video")) go(step);
  }
  function aside(event) {
    if (!event.target.closest("button, video")) dialog.close();
  }
  show();
  document.body.append(dialog);
  dialog.showModal();
}
