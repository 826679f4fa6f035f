
// What one can do with an answer: stop, edit, copy, chart. And the history, which never leaves this browser.
const HISTORY_KEY = "budget_history";
const HISTORY_LONGEST = 200;

const savedQuestions = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(HISTORY_KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((item) => typeof item?.question === "string") : [];
  } catch {
    return [];
  }
};

const remember = (question) => {
  const kept = savedQuestions().filter((item) => item.question !== question);
  kept.unshift({ question, when: new Date().toISOString() });
  try {
    localStorage.setItem(HISTORY_KEY, JSON.stringify(kept.slice(0, HISTORY_LONGEST)));
  } catch { /* the browser keeps nothing */ }
};

const fillHistory = (box) => {
  const list = box.querySelector(".history-list");
  const kept = savedQuestions();
  list.replaceChildren(...kept.map(({ question, when }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "history-item";
    button.dataset.ask = question;
    button.textContent = question;
    button.title = new Date(when).toLocaleString(document.documentElement.lang);
    return button;
  }));
  if (!kept.length) list.textContent = box.dataset.empty;
};

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details.history") && event.target.open) fillHistory(event.target);
}, true);
document.addEventListener("click", (event) => {
  for (const box of document.querySelectorAll("details.drop[open]")) {
    if (!box.contains(event.target) || event.target.closest("[data-ask], a")) box.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const box = document.querySelector("details.drop[open]");
  if (event.key !== "Escape" || !box) return;
  box.open = false;
  box.querySelector("summary").focus();
});

const saveAs = (blob, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};

// Words over as many lines as they need, from the top down; the height that they took.
const drawWords = (drawing, words, x, top, width, size) => {
  drawing.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
  drawing.fillStyle = "#1d2326";
  drawing.textBaseline = "top";
  let [line, y] = ["", top];
  for (const sign of words) {
    if (drawing.measureText(line + sign).width > width) {
      drawing.fillText(line, x, y);
      [line, y] = ["", y + size * 1.5];
    }
    line += sign;
  }
  if (line) drawing.fillText(line, x, y);
  return line ? y + size * 1.5 - top : y - top;
};

const savePicture = (svg, { title, scope }) => {
  const copy = svg.cloneNode(true);
  const { width, height } = svg.viewBox.baseVal;
  copy.setAttribute("width", width * 2);
  copy.setAttribute("height", height * 2);
  copy.setAttribute("color", "#1d2326");
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    const drawing = canvas.getContext("2d");
    const [margin, inner] = [24, width * 2];
    const above = drawWords(drawing, title, 0, 0, inner, 30) + 16;
    const below = drawWords(drawing, scope, 0, 0, inner, 22) + 8;
    Object.assign(canvas, { width: inner + 2 * margin, height: height * 2 + above + below + 2 * margin });
    drawing.fillStyle = "#ffffff";
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    drawWords(drawing, title, margin, margin, inner, 30);
    drawing.drawImage(image, margin, margin + above);
    drawWords(drawing, scope, margin, margin + above + height * 2 + 8, inner, 22);
    canvas.toBlob((blob) => saveAs(blob, "chart.png"), "image/png");
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
};

Object.assign(actions, {
  stop: (button) => {
    button.disabled = true;
    trigger("stop", {});
  },
  edit: (button) => {
    const all = [...document.querySelectorAll("#talk .question")];
    delete work().dataset.source;
    trigger("edit", { n: all.indexOf(button.closest(".question")) });
    document.querySelector("#composer textarea").focus();
  },
  "more-rows": (button) => {
    const offer = button.closest("tbody");
    offer.nextElementSibling.hidden = false;
    offer.nextElementSibling.querySelector("button")?.focus();
    offer.remove();
  },
  copy: (button) => copyText(button.dataset.text).then(() => sayCopied(button, button.dataset.copied)),
  "chart-picture": (button) => savePicture(button.closest(".chart").querySelector("svg"), button.dataset),
  "chart-data": (button) => saveAs(new Blob(["\ufeff", button.dataset.csv], { type: "text/csv" }), "chart.csv"),
  "history-clear": (button) => {
    localStorage.removeItem(HISTORY_KEY);
    fillHistory(button.closest("details"));
  },
});

// A figure of an answer leads to its addends.
const linkFigures = () => {
  for (const answer of document.querySelectorAll("#talk article.answer:has(.breakdown)")) {
    // What a printed figure is made of is said of the one that was asked for, which comes first; not of others.
    const printed = answer.querySelector("details.addends");
    const figures = [...answer.querySelectorAll(".prose-text strong")];
    for (const figure of printed ? figures.slice(0, 1) : figures) {
      figure.setAttribute("role", "button");
      figure.tabIndex = 0;
    }
  }
};
const showAddends = (figure) => {
  const parts = figure.closest(".answer").querySelector(".breakdown");
  if (parts instanceof HTMLDetailsElement) parts.open = true;
  parts.scrollIntoView({ block: "nearest" });
  parts.classList.remove("shown");
  requestAnimationFrame(() => parts.classList.add("shown"));
  parts.querySelector("[data-cite]")?.focus();
};
for (const kind of ["click", "keydown"]) {
  document.addEventListener(kind, (event) => {
    const figure = event.target.closest?.(".prose-text strong[role=button]");
    if (!figure || (kind === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    showAddends(figure);
  });
}

// What is said above the composer: that a question waits for its turn, that too many wait, that the server is gone.
const spoken = (name) => document.querySelector("#header [data-language]")?.getAttribute(`data-say-${name}`) ?? "";
const sayNotice = (text) => {
  let notice = document.querySelector("#notice");
  if (!notice) {
    notice = document.createElement("p");
    notice.id = "notice";
    notice.setAttribute("role", "status");
    document.querySelector("#dock").prepend(notice);
  }
  notice.textContent = text;
  notice.hidden = !text;
};
let turn = 0;
let latestShown = "";
// Two questions at once would answer from the same conversation, and one of them would be lost.
let asking = false;
const busy = () => asking || document.querySelector("#latest .waiting, #latest .streaming");
const endTurn = () => {
  clearTimeout(turn);
  asking = false;
};
const awaitTurn = (event) => {
  if (busy()) {
    event.preventDefault();
    event.stopImmediatePropagation();
    sayNotice(spoken("wait"));
    return;
  }
  sayNotice("");
  asking = true;
  clearTimeout(turn);
  turn = setTimeout(() => sayNotice(spoken("queued")), 1200);
};
document.addEventListener("keydown", (event) => {
  const typed = event.target.closest?.("#composer") && event.target.value.trim();
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && typed) awaitTurn(event);
}, true);
document.addEventListener("click", (event) => {
  const typed = event.target.closest("#composer .submit-button") && document.querySelector("#composer textarea").value.trim();
  if (typed || event.target.closest("[data-ask]")) awaitTurn(event);
}, true);

// Gradio's own messages speak English only.
new MutationObserver(() => {
  for (const toast of document.querySelectorAll(".toast-body:not([data-told])")) {
    toast.dataset.told = "";
    toast.closest(".toast-wrap")?.style.setProperty("display", "none");
    endTurn();
    sayNotice(spoken(toast.textContent.includes("busy") ? "busy" : "lost"));
  }
}).observe(document.body, { childList: true, subtree: true });

const startTalk = () => {
  watchChanges("#latest", linkFigures);
  watchChanges("#past", linkFigures);
  watchChanges("#latest", () => {
    // Gradio's hidden state of progress changes here too.
    const shown = document.querySelector("#latest .html-container")?.textContent;
    if (shown !== latestShown) {
      endTurn();
      if (document.querySelector("#notice")) sayNotice("");
    }
    latestShown = shown;
    const question = document.querySelector("#latest .question .bubble")?.textContent ?? "";
    if (!question) return;
    // Asked just now; an answer shown again, such as after an edit, keeps its place.
    const asking = document.querySelector("#latest .answer.waiting");
    if (asking || !savedQuestions().some((item) => item.question === question)) remember(question);
  });
};
start();
