// The control API of the sandbox (docs/sandbox.md). Addresses are relative: the page may be mounted under a prefix.

export class ApiError extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

async function call(method, path, body) {
  const options = { method };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) Object.assign(options, { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  const response = await fetch(`sim/${path}`, options);
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, answer?.error ?? `HTTP ${response.status}`);
  return answer;
}

const get = (path) => call("GET", path);
const post = (path, body = {}) => call("POST", path, body);

function query(params) {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return given.length ? `?${new URLSearchParams(given)}` : "";
}

export const bots = async () => (await get("bots")).bots;
export const host = async () => (await get("host")).panel;
export const act = async (name) => (await post(`host/${encodeURIComponent(name)}`)).panel;
export const people = async () => (await get("people")).people;
export const addPerson = (fields) => post("people", fields);
export const changePerson = (id, fields) => call("PATCH", `people/${id}`, fields);

export const faults = async () => (await get("faults")).faults;
export const addFault = (fault) => post("faults", fault);
export const removeFault = (id) => call("DELETE", `faults/${id}`);
export const clearFaults = () => call("DELETE", "faults");
export const calls = (bot, after) => get(`calls/${bot}${query({ after })}`);

/** What one person can do in the chat with one bot. */
export function chat(bot, person) {
  const at = `chats/${bot}/${person}`;
  return {
    read: () => get(at),
    send: (message) => post(`${at}/messages`, message),
    location: (latitude, longitude) => post(`${at}/location`, { latitude, longitude }),
    contact: (contact = {}) => post(`${at}/contact`, contact),
    press: (press) => post(`${at}/press`, press),
    pressed: (id) => get(`${at}/press/${encodeURIComponent(id)}`),
    edit: (messageId, text) => post(`${at}/edit`, { message_id: messageId, text }),
    react: (messageId, emoji) => post(`${at}/reaction`, { message_id: messageId, emoji }),
    start: (payload) => post(`${at}/start`, payload ? { payload } : {}),
    block: () => post(`${at}/block`),
    unblock: () => post(`${at}/unblock`),
    media: (files, fields) => post(`${at}/media`, form(files, fields)),
  };
}

function form(files, fields) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== null && value !== "") data.append(name, String(value));
  }
  for (const file of files) data.append("file", file, file.name);
  return data;
}
