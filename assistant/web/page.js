// Runs once when the page is loaded, as the body of a function with `element` and `trigger` (Gradio's HTML component).
// One listener serves all buttons that the server renders: data-cite opens a source, data-ask asks, data-act does the rest.
// Events sent to the server: 'cite', 'ask', 'language', 'fresh', 'correct'; and of pages.js 'view'.

const THEME_KEY = "budget_theme";
const LANGUAGE_COOKIE = "budget_language";
const body = document.body;

const applyTheme = (theme) => body.classList.toggle("dark", theme === "dark");
const stored = localStorage.getItem(THEME_KEY);
if (stored) applyTheme(stored);

// The style sheet shows the source on narrow screens while #work says so (Gradio confines style sheets to its container).
const work = () => document.querySelector("#work");
const talk = () => document.querySelector("#talk");

// Of several events of a name only the last counts: it is sent when the one before it was answered, which a mark in the
// answer tells. Gradio's own modes drop an event while another is answered, or lose what it says.
const pending = {};
const sendLast = (name, payload) => {
  if (pending[name]) {
    pending[name].next = payload;
    return;
  }
  pending[name] = { next: null, timer: setTimeout(() => answered(name), 10_000) };
  trigger(name, payload);
};
const answered = (name) => {
  const { next, timer } = pending[name] ?? {};
  clearTimeout(timer);
  delete pending[name];
  if (next) sendLast(name, next);
};
const marks = {};
const noticeAnswer = (name, place) => {
  const mark = document.querySelector(`${place} [data-mark]`)?.dataset.mark;
  if (!mark || mark === marks[place]) return;
  marks[place] = mark;
  answered(name);
};

let opener = null;

const markActive = (chip) => {
  for (const other of document.querySelectorAll("#work .chip.active")) other.classList.remove("active");
  if (chip) chip.classList.add("active");
};

const openSource = (chip) => {
  opener = chip;
  markActive(chip);
  work().dataset.source = "open";
  sendLast("cite", { id: chip.dataset.cite, n: Number(chip.dataset.n) });
};

const closeSource = () => {
  delete work().dataset.source;
  if (opener && opener.isConnected) opener.focus();
};

// The answer's sources in the order of their markers, each once.
const step = (by) => {
  const shown = Number(document.querySelector("#panel .panel-bar .chip")?.textContent);
  const answers = [...document.querySelectorAll("#talk .answer")].filter((item) => item.querySelector("[data-cite]"));
  // On the audit page the two sides of a finding, on the lookup page all results.
  const around = opener && opener.isConnected && (opener.closest(".answer, .result .one-side, .finding:not(.result)") || opener.closest(".cards"));
  const answer = around || answers.at(-1);
  if (!answer) return;
  const chips = new Map();
  for (const chip of answer.querySelectorAll("[data-cite]")) {
    if (answer.matches(".cards") && chip.closest(".one-side")) continue;
    if (!chips.has(chip.dataset.n)) chips.set(chip.dataset.n, chip);
  }
  const ordered = [...chips.values()].sort((a, b) => a.dataset.n - b.dataset.n);
  const at = ordered.findIndex((chip) => Number(chip.dataset.n) === shown);
  const next = ordered[(at + by + ordered.length) % ordered.length];
  if (next) openSource(next);
};

const actions = {
  close: closeSource,
  previous: () => step(-1),
  next: () => step(1),
  more: (button) => {
    button.nextElementSibling.hidden = false;
    button.hidden = true;
  },
  new: () => {
    delete work().dataset.source;
    openPage("ask", {});
    trigger("fresh", {});
  },
  theme: () => {
    const theme = body.classList.contains("dark") ? "light" : "dark";
    localStorage.setItem(THEME_KEY, theme);
    applyTheme(theme);
  },
  language: () => {
    const language = document.documentElement.lang === "en" ? "zh" : "en";
    document.cookie = `${LANGUAGE_COOKIE}=${language}; path=/; max-age=31536000; SameSite=Lax`;
    trigger("language", {});
    staleViews();
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-cite], [data-ask], [data-act]");
  if (!button) return;
  if (button.dataset.cite) openSource(button);
  else if (button.dataset.ask) {
    delete work().dataset.source;
    if (current.page !== "ask") openPage("ask", {});
    trigger("ask", { text: button.dataset.ask });
  } else actions[button.dataset.act]?.(button);
});

// The form that corrects the cited cell. Both of its buttons ask for a name and a reason.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-correct]");
  if (!form) return;
  event.preventDefault();
  const { text, who, why } = Object.fromEntries(new FormData(form));
  const undo = event.submitter?.name === "undo";
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  trigger("correct", { id: form.dataset.correct, n: Number(form.dataset.n), text, who, why, undo });
});

// An open form leaves the table less room: what is being corrected stays in view.
document.addEventListener("toggle", (event) => event.target.closest(".correct") && requestAnimationFrame(showMark), true);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && work().dataset.source) closeSource();
});

// Bring the marked cell to the middle of its own scrolling box, without moving the page.
const showMark = () => {
  const box = document.querySelector("#panel .evidence-scroll");
  const mark = box?.querySelector("mark") ?? box?.querySelector("tr.cited");
  if (!mark) return;
  const cell = mark.closest("td, th") ?? mark;
  const outer = box.getBoundingClientRect();
  const inner = cell.getBoundingClientRect();
  const header = box.querySelector("thead")?.offsetHeight ?? 0;
  const room = Math.max(0, outer.height - header - inner.height);
  box.scrollTop += inner.top - outer.top - header - room / 2;
  // Sideways no further than needed, as what the row is about stands at its left.
  const margin = 24;
  if (inner.right + margin > outer.right) box.scrollLeft += inner.right + margin - outer.right;
  else if (inner.left < outer.left) box.scrollLeft += inner.left - margin - outer.left;
};

// While an answer grows, keep its end in view as long as its question stays in view; not once the reader has scrolled.
let following = true;
const follow = () => {
  const box = talk();
  const waiting = box?.querySelector(".waiting");
  if (waiting) following = true;
  if (!box || !following || box.querySelector(".welcome")) return;
  const top = document.querySelector("#latest").getBoundingClientRect().top - box.getBoundingClientRect().top;
  box.scrollTop = Math.min(box.scrollHeight - box.clientHeight, box.scrollTop + top - 14);
};

const watchChanges = (selector, callback) => {
  const node = document.querySelector(selector);
  if (node) new MutationObserver(callback).observe(node, { childList: true, subtree: true, characterData: true });
  callback();
};

let opened = false;
const start = () => {
  if (!talk() || !document.querySelector("#panel") || !document.querySelector("#header")) {
    requestAnimationFrame(start);
    return;
  }
  talk().setAttribute("role", "log");
  talk().addEventListener("wheel", (event) => (following = event.deltaY > 0 && following), { passive: true });
  talk().addEventListener("touchmove", () => (following = false), { passive: true });
  watchChanges("#panel", () => requestAnimationFrame(showMark));
  watchChanges("#panel", () => noticeAnswer("cite", "#panel"));
  watchChanges("#latest", () => requestAnimationFrame(follow));
  watchChanges("#header", () => {
    const language = document.querySelector("#header [data-language]")?.dataset.language;
    const send = document.querySelector("#composer .submit-button");
    if (send) send.ariaLabel = document.querySelector("#header [data-send]")?.dataset.send ?? "";
    if (language) document.documentElement.lang = language === "en" ? "en" : "zh-CN";
    markPage();
    // Only now, as what the server sends when the page is opened would take its place.
    if (language && !opened) {
      opened = true;
      openAddress();
    }
  });
  startPages();
  startTalk();
};
