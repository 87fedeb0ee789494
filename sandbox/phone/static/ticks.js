// The mark of an own message: a clock while it is on its way, one tick when the server took it, two when the bot was told.
import { h, icon } from "./dom.js";
import { t } from "./texts.js";

const PICTURES = { sending: "wait", sent: "check", seen: "ticks" };

const stateOf = (messages) => {
  if (messages.some((message) => message.sending)) return "sending";
  return messages.every((message) => message.seen) ? "seen" : "sent";
};

/** A place for the mark. */
export const ticks = () => h("span", { class: "ticks", role: "img" });

/** Puts the right mark onto the own bubbles among `rows`; `drawn` maps row keys to what is on the page. */
export function paintTicks(drawn, rows) {
  for (const row of rows) {
    const place = row.messages && drawn.get(row.key).node.querySelector(".ticks");
    if (place) paint(place, stateOf(row.messages));
  }
}

function paint(place, state) {
  if (place.dataset.state === state) return;
  place.dataset.state = state;
  place.setAttribute("aria-label", t(`tick.${state}`));
  place.title = t(`tick.${state}`);
  place.replaceChildren(icon(PICTURES[state]));
}
