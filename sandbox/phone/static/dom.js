// Building the page. Texts only ever become text nodes or attributes: there is no innerHTML in these modules.

const PROPERTIES = new Set(["value", "checked", "selected", "disabled", "srcObject", "textContent", "className"]);

/** An element with attributes, `on…` listeners and children; null, undefined and false are left out. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) assign(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function assign(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === "function") node.addEventListener(name.slice(2), value);
  else if (PROPERTIES.has(name)) node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** A round button that shows only a picture; `label` is its name for everybody who does not see it. */
export function iconButton(name, label, onclick, props = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...props }, icon(name));
}

/** An address that is safe to put into href, or null. Bots write these: `javascript:` must not get through. */
export function safeUrl(text) {
  try {
    const url = new URL(text, document.baseURI);
    return ["http:", "https:", "mailto:", "tel:", "tg:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Makes `nodes` the children of `parent`. Moves only what is out of place: a moved sound stops, a moved list forgets its scrolling. */
export function sync(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}

const PATHS = {
  attach: "M16.5 6.500v10a4.5 4.5 0 0 1-9 0v-11a3 3 0 0 1 6 0v10.500a1.5 1.5 0 0 1-3 0v-9.5",
  send: "M4 12 20 4.5 16 20l-4.5-5.500zM11.5 14.5 20 4.5",
  mic: "M12 3.500a2.5 2.5 0 0 1 2.5 2.500v5.500a2.5 2.5 0 0 1-5 0V6A2.5 2.5 0 0 1 12 3.500zM6.5 11.500a5.5 5.5 0 0 0 11 0M12 17v3.5",
  keyboard: "M4 6.500h16v11H4zM7 10h.01M10.3 10h.01M13.7 10h.01M17 10h.01M8 14h8",
  slash: "M5 4.500h14v15H5zM13.5 8l-3 8",
  close: "M6.5 6.500l11 11M17.5 6.500l-11 11",
  check: "M5 12.500l4.5 4.500L19 7.5",
  more: "M12 6h.01M12 12h.01M12 18h.01",
  down: "M6 9.500l6 6 6-6",
  plus: "M12 5v14M5 12h14",
  reply: "M10 6 4.5 11.5 10 17M4.5 11.500H14a5.5 5.5 0 0 1 5.5 5.500v1",
  forward: "M14 6l5.5 5.500L14 17M19.5 11.500H10A5.5 5.5 0 0 0 4.5 17v1",
  edit: "M4.5 19.500l1-4.500L16 4.500l3.5 3.500L9 18.500z",
  copy: "M8.5 8.500h11v11h-11zM15.5 8.500v-4h-11v11h4",
  history: "M4.5 12a7.5 7.5 0 1 0 2.5-5.600L4.5 8.500M4.5 4.500v4h4M12 8v4.500l3 2",
  photo: "M4 5.500h16v13H4zM4 16l4.5-4.5 4 4 2.5-2.5 5 5M15.5 9.500h.01",
  file: "M6.5 3.500h7l4 4v13h-11zM13.5 3.500v4h4",
  voice: "M5 10v4M8.5 7v10M12 4.500v15M15.5 8v8M19 10v4",
  pin: "M12 20.500s-6-6-6-10.500a6 6 0 0 1 12 0c0 4.5-6 10.5-6 10.500zM12 12.300a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.600z",
  person: "M12 12a3.7 3.7 0 1 0 0-7.4 3.7 3.7 0 0 0 0 7.400zM5 19.500c.8-3.5 3.5-5 7-5s6.2 1.5 7 5",
  block: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM6.5 6.500l11 11",
  out: "M9 6h9v9M18 6 7 17",
  fault: "M12 4 21 19.500H3zM12 10v4.500M12 17h.01",
  start: "M7 4.500v15l12-7.500z",
  hide: "M4 12s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.500S4 12 4 12zM5 19 19 5",
  info: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 11v5M12 8h.01",
  wait: "M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM12 8.500V12l2.5 1.500",
  ticks: "M2.5 12.500l4.5 4.500L16.5 7.500M11.5 15.500l1.5 1.500L22 7.5",
  play: "M8.5 5.500v13l10.500-6.500z",
  pause: "M8.5 6v12M15.5 6v12",
  back: "M19 12H5M11 5.500 4.5 12l6.500 6.500",
  next: "M9.5 6l6 6-6 6",
  previous: "M14.5 6l-6 6 6 6",
  menu: "M4.5 7h15M4.5 12h15M4.5 17h15",
  delete: "M5 7h14M9.5 7V4.500h5V7M7 7l1 12.500h8L17 7M10.5 10.500v6M13.5 10.500v6",
  quote: "M5 7h14M5 12h9M5 17h11",
  pinned: "M9 4h6l-.7 5.500L17.5 12v2h-11v-2l3.200-2.500zM12 14v6.5",
  group: "M9 11.500a3.2 3.2 0 1 0 0-6.400 3.2 3.2 0 0 0 0 6.400zM3 18.500c.6-3 2.800-4.500 6-4.500s5.400 1.500 6 4.500M15.5 5.300a3.2 3.2 0 0 1 0 6M17 14.200c2.200.4 3.600 1.800 4 4.300",
  topic: "M4.5 5.500h15v10.500H11l-4 3.500V16H4.500zM8 9.200h8M8 12.300h5",
  lock: "M6.5 11h11v8.500h-11zM8.5 11V8a3.500 3.500 0 0 1 7 0v3",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.500v2M12 19.500v2M2.5 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M18.700 5.300l-1.400 1.400M6.700 17.300l-1.400 1.400",
  moon: "M19.500 14.200A8 8 0 0 1 9.800 4.500 8 8 0 1 0 19.500 14.200z",
  auto: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 4v16M14.500 7v10M17 9v6",
  film: "M4 6h11v12H4zM15 10.500l5-3v9l-5-3",
  round: "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM10.500 8.500v7l5.500-3.500z",
};

/** A line drawing of 24 units, coloured by the text around it. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** An emoji as it is meant: Telegram's heart is a letter that fonts draw black unless told otherwise. */
export const coloured = (emoji) => (emoji === "\u2764" ? "\u2764\uFE0F" : emoji);

/** Which of the six colours belongs to an id. */
export const tint = (id) => Math.abs(Number(id) || 0) % 6;

/** Initials in a circle whose colour follows from the id. */
export function avatar(name, id) {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = words.slice(0, 2).map((word) => [...word][0]).join("").toUpperCase() || [...name.trim()][0] || "?";
  return h("span", { class: `avatar tint${tint(id)}`, "aria-hidden": "true" }, letters);
}

/** Runs `work` once the node comes near the part of the page that is seen. */
export function whenNear(node, work) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    work();
  }, { rootMargin: "300px" });
  observer.observe(node);
}
