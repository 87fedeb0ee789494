// Words of the page in two languages. The page is a stand-in for developers, so plain tables are enough.
import { en } from "./texts-en.js";
import { ru } from "./texts-ru.js";

const TABLES = { ru, en };
const KEPT_AS = "sandbox.language";

export const LANGUAGES = { ru: "Русский", en: "English" };
export const language = choose();

function choose() {
  const wanted = [localStorage.getItem(KEPT_AS), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find((code) => code in TABLES) ?? "en";
}

/** Keeps the choice and loads the page again: everything else lives in the address and in the emulator. */
export function switchLanguage(code) {
  localStorage.setItem(KEPT_AS, code);
  location.reload();
}

/** The text of `key` with `{name}` places filled in; a table entry may be a map of plural forms chosen by `n`. */
export function t(key, values = {}) {
  const entry = TABLES[language][key];
  if (entry === undefined) throw new Error(`no text ${key}`);
  const text = typeof entry === "string" ? entry : entry[plural(values.n)] ?? entry.other;
  return text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

/** What the host gives in several languages, in that of the page. */
export const pick = (texts) => texts[language] ?? texts.en ?? Object.values(texts)[0] ?? "";

/** Whether a text exists: fault kinds and journal words come from the emulator and may be newer than the page. */
export const known = (key) => key in TABLES[language];

const plural = (n) => new Intl.PluralRules(language).select(n);

export const clock = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export const day = (seconds) =>
  new Date(seconds * 1000).toLocaleDateString(language, { weekday: "short", day: "numeric", month: "long" });

/** Seconds as minutes and seconds. */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds + 0.5 : 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function fileSize(bytes) {
  if (!bytes) return "";
  const units = bytes < 1024 ? ["byte", bytes] : bytes < 1024 ** 2 ? ["kilobyte", bytes / 1024] : ["megabyte", bytes / 1024 ** 2];
  return new Intl.NumberFormat(language, { style: "unit", unit: units[0], maximumFractionDigits: 1 }).format(units[1]);
}
