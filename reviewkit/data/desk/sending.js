// Sends acts one after the other, keeps what could not be sent, and sends it again.

const AGAIN = 2000; // milliseconds until what could not be sent is sent again
const STALE = 8000; // milliseconds after which what another tab left waiting is taken over
const PREFIX = "reviewkit-desk-waiting-";
const own = PREFIX + Math.random().toString(36).slice(2);
const waiting = [];
let busy = false;
let paused = false;
let gone = false; // the desk of this page's address is there no more; another page sends what waits here
let listener = null;

export async function get(path, parameters = {}) {
  const response = await fetch(`api/${path}?${new URLSearchParams(parameters)}`);
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(words(answer)), { status: response.status });
  return answer;
}

export function words(answer) {
  return [answer.what, answer.next_step].filter(Boolean).join("; ");
}

// `heard` has done(act, answer), refused(act, message), conflict(act, answer), lost(number, why), found(), undone()
export function start(heard) {
  listener = heard;
  adopt();
  setInterval(() => {
    if (!gone) adopt();
    if (waiting.length && !gone) store();
    next();
  }, AGAIN);
  next();
}

export function send(act) {
  waiting.push(act);
  store();
  next();
}

export function number() {
  return waiting.length;
}

// After a conflict: the act is sent again as it is now, or left out.
export function resume(act) {
  if (act) waiting[0] = act;
  else waiting.shift();
  paused = false;
  store();
  next();
}

// What was seen as one version is another now, by this page's own act.
export function renumber(before, after) {
  for (const act of waiting) {
    for (const name of ["version", "other_version"]) if (act[name] === before) act[name] = after;
  }
  store();
}

async function next() {
  if (busy || paused || !waiting.length) return;
  busy = true;
  const act = waiting[0];
  const body = listener.prepare(act);
  if (body === null) { // nothing to undo
    finish();
    return;
  }
  let response;
  let answer;
  try {
    response = await fetch(act.act === "undo" ? "api/undo" : "api/act", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
      signal: AbortSignal.timeout(60000),
    });
    answer = await response.json();
  } catch {
    busy = false;
    listener.lost(waiting.length, "");
    return;
  }
  if ([403, 404, 421].includes(response.status)) {
    busy = false;
    gone = true;
    listener.lost(waiting.length, "It was started anew: open the address that it printed.");
    return;
  }
  gone = false;
  listener.found();
  if (response.status === 409) {
    paused = true;
    busy = false;
    listener.conflict(act, answer);
    return;
  }
  waiting.shift();
  if (response.ok) listener.done(act, answer);
  else listener.refused(act, words(answer));
  busy = false;
  store();
  next();
}

function finish() {
  waiting.shift();
  busy = false;
  store();
  next();
}

function store() {
  try {
    if (waiting.length) localStorage.setItem(own, JSON.stringify({ at: Date.now(), acts: waiting }));
    else localStorage.removeItem(own);
  } catch { /* a browser that holds nothing: the acts are in this page all the same */ }
}

// What a page that is gone could not send is sent from here; what was sent already is not written twice.
function adopt() {
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX) && name !== own)) {
      const left = JSON.parse(localStorage.getItem(key));
      if (Date.now() - left.at < STALE) continue;
      localStorage.removeItem(key);
      waiting.push(...left.acts.filter((act) => act.act !== "undo"));
      store();
    }
  } catch { /* nothing is held */ }
}
