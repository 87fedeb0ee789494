// Adding and changing people.
import * as api from "./api.js";
import { ask, attempt } from "./popups.js";
import { language, t } from "./texts.js";

const APP_LANGUAGES = [["ru", "Русский (ru)"], ["en", "English (en)"], ["uk", "Українська (uk)"], ["kk", "Қазақша (kk)"], ["uz", "Oʻzbekcha (uz)"], ["de", "Deutsch (de)"]];
const NAMES = {
  ru: [["Анна", "Белова"], ["Павел", "Орлов"], ["Ольга", "Лебедева"], ["Тимур", "Сафин"], ["Вера", "Зимина"], ["Илья", "Громов"]],
  en: [["Alice", "Baker"], ["Peter", "Gray"], ["Olivia", "Stone"], ["Tom", "Rivers"], ["Vera", "Woods"], ["Ian", "Miller"]],
};

/** Asks for a new person; a name and a phone are suggested, so that Enter is enough. Resolves to the Person or undefined. */
export async function newPerson(everybody) {
  const fields = await form(t("person.add"), suggestion(everybody));
  return fields && attempt(() => api.addPerson(fields));
}

/** Asks for changes of a person. Resolves to the fields to change, or null. */
export const changes = (person) => form(t("person.change").replace("…", ""), person);

function suggestion(everybody) {
  const count = everybody.length;
  const [first, last] = NAMES[language][count % NAMES[language].length];
  // A number nobody else on the page has; 900 000-00-xx is a range of examples only here.
  const phones = new Set(everybody.map((person) => person.phone));
  let number = 1;
  while (phones.has(`+790000000${String(number).padStart(2, "0")}`)) number += 1;
  return { first_name: first, last_name: last, language_code: language, phone: `+790000000${String(number).padStart(2, "0")}` };
}

async function form(title, person) {
  const languages = APP_LANGUAGES.some(([code]) => code === (person.language_code ?? "ru")) ? APP_LANGUAGES : [...APP_LANGUAGES, [person.language_code, person.language_code]];
  const answer = await ask({
    title, ok: t("person.save"),
    fields: [
      { name: "first_name", label: t("person.firstName"), value: person.first_name, required: true, maxlength: 64 },
      { name: "last_name", label: t("person.lastName"), value: person.last_name, maxlength: 64 },
      { name: "username", label: t("person.username"), value: person.username, pattern: "[A-Za-z0-9_]{0,32}" },
      { name: "phone", label: t("person.phone"), value: person.phone, type: "tel", hint: t("person.phone.hint") },
      { name: "language_code", label: t("person.language"), value: person.language_code ?? "ru", options: languages },
    ],
  });
  return answer && Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, value.trim() || null]));
}
