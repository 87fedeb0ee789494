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

function given(params) {
  return Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== "");
}

function query(params) {
  const kept = given(params);
  return kept.length ? `?${new URLSearchParams(kept)}` : "";
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

export const groups = async (bot, person) => (await get(`groups${query({ bot, person })}`)).groups;
export const addGroup = (fields) => post("groups", fields);
export const group = (id, person, limit) => get(`groups/${id}${query({ person, limit })}`);
export const addTopic = (id, person, name) => post(`groups/${id}/${person}/topics`, { name });
export const changeTopic = (id, person, topic, fields) => call("PATCH", `groups/${id}/${person}/topics/${topic}`, fields);

/** What people do in any chat, whatever its kind; `place` (the topic of a forum) goes with everything that is sent. */
function acts(at, place = {}) {
  return {
    send: (message) => post(`${at}/messages`, { ...message, ...place }),
    location: (latitude, longitude, more = {}) => post(`${at}/location`, { latitude, longitude, ...more, ...place }),
    contact: (contact = {}) => post(`${at}/contact`, Object.keys(contact).length ? { ...contact, ...place } : {}),
    media: (files, fields) => post(`${at}/media`, form(files, { ...fields, ...place })),
    press: (press) => post(`${at}/press`, press),
    pressed: (id) => get(`${at}/press/${encodeURIComponent(id)}`),
    edit: (messageId, text) => post(`${at}/edit`, { message_id: messageId, text }),
    react: (messageId, emoji) => post(`${at}/reaction`, { message_id: messageId, emoji }),
    remove: (messageId) => post(`${at}/delete`, { message_id: messageId }),
  };
}

/** The private chat of one person with one bot. */
export function chat(bot, person) {
  const at = `chats/${bot}/${person}`;
  return {
    ...acts(at),
    read: (limit) => get(`${at}${query({ limit })}`),
    markRead: () => get(`${at}?limit=1&read=1`),
    start: (payload) => post(`${at}/start`, payload ? { payload } : {}),
    block: () => post(`${at}/block`),
    unblock: () => post(`${at}/unblock`),
  };
}

/** One person's side of a group, or of one topic of a forum. */
export function groupChat(id, person, topic) {
  const at = `groups/${id}/${person}`;
  return {
    ...acts(at, topic ? { topic } : {}),
    read: (limit) => get(`groups/${id}${query({ person, topic, limit })}`),
    markRead: () => get(`groups/${id}${query({ person, topic, limit: 1, read: 1 })}`),
    pin: (messageId) => post(`${at}/pin`, { message_id: messageId }),
    unpin: (messageId) => post(`${at}/unpin`, { message_id: messageId }),
  };
}

function form(files, fields) {
  const data = new FormData();
  for (const [name, value] of given(fields)) data.append(name, String(value));
  for (const file of files) data.append("file", file, file.name);
  return data;
}
