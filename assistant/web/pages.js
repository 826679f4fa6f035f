
// The pages beside the conversation. An address names its page and what is shown on it: ?view=audit&family=D, ?lookup=4177600,
// ?check=ID, ?cite=ID. The server renders a page for the event 'view'.
const PAGES = ["audit", "lookup", "documents"];
const current = { page: "ask", query: {} };

const parseAddress = (search) => {
  const query = Object.fromEntries(new URLSearchParams(search));
  let page = query.view;
  delete query.view;
  if (!PAGES.includes(page)) page = query.check ? "audit" : query.lookup ? "lookup" : "ask";
  return { page, query };
};

const addressOf = (page, query) => {
  const kept = Object.entries(query).filter(([, value]) => value);
  const implied = (page === "audit" && query.check) || (page === "lookup" && query.lookup) || page === "ask";
  return `?${new URLSearchParams(implied ? kept : [["view", page], ...kept])}`;
};

const markPage = () => {
  for (const link of document.querySelectorAll("#header [data-page]")) {
    if (link.dataset.page === current.page) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
};

const showPage = (page, query) => {
  Object.assign(current, { page, query });
  work().dataset.page = page;
  delete work().dataset.source;
  markPage();
  if (page === "ask") return;
  document.querySelector(`#page-${page}`).classList.add("working");
  trigger("view", { page, query });
};

const openPage = (page, query) => {
  const address = addressOf(page, query);
  if (address !== location.search) history.pushState(null, "", address === "?" ? location.pathname : address);
  showPage(page, query);
};

// The other language: the page in view is asked for again, the others when they are opened.
const staleViews = () => {
  if (current.page !== "ask") showPage(current.page, current.query);
};

const SCOPE = ["organisation", "level", "year", "stage", "document"];
const openAddress = (event) => {
  const { page, query } = parseAddress(location.search);
  showPage(page, query);
  // The address of an answer: its questions are asked when it is opened, not when one comes back to it.
  const questions = new URLSearchParams(location.search).getAll("q");
  if (!event && page === "ask" && questions.length) {
    trigger("linked", { questions, scope: Object.fromEntries(SCOPE.map((name) => [name, query[name] ?? ""])) });
  }
  if (query.cite) {
    work().dataset.source = "open";
    trigger("cite", { id: query.cite, n: 1 });
  }
};

window.addEventListener("popstate", openAddress);

const plainClick = (event) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without a secure connection there is no clipboard: the old way.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
};

const sayCopied = (button, said) => {
  const before = button.textContent;
  if (before === said) return;
  button.textContent = said;
  setTimeout(() => (button.textContent = before), 1500);
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || !plainClick(event)) return;
  if (link.dataset.page) openPage(link.dataset.page, {});
  else if (link.dataset.copy) copyText(new URL(link.dataset.copy, location.href).href).then(() => sayCopied(link, link.dataset.copied));
  else if (link.hasAttribute("data-view")) {
    const { page, query } = parseAddress(link.getAttribute("href"));
    openPage(page, query);
  } else return;
  event.preventDefault();
});

const sendForm = (form) => openPage(form.dataset.viewForm, Object.fromEntries(new FormData(form)));

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-view-form]");
  if (!form) return;
  event.preventDefault();
  sendForm(form);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-view-form]");
  if (form && (!form.hasAttribute("data-on-submit") || (event.target.type === "radio" && form.checkValidity()))) sendForm(form);
});

// Picture of a page: the frame into view; what cannot be shown says so.
document.addEventListener("load", (event) => {
  const image = event.target;
  if (!(image instanceof HTMLImageElement) || !image.dataset.top) return;
  const box = image.parentElement;
  const shrunk = 1.8 * (image.clientHeight / image.naturalHeight);
  box.scrollTop = image.dataset.top * shrunk - box.clientHeight / 3;
  box.scrollLeft = image.dataset.left * shrunk - box.clientWidth / 2;
}, true);
document.addEventListener("error", (event) => {
  const image = event.target;
  if (!(image instanceof HTMLImageElement) || !image.dataset.missing) return;
  const said = document.createElement("p");
  said.className = "hint";
  said.textContent = image.dataset.missing;
  image.replaceWith(said);
}, true);

// Adding and removing documents.
const say = (box, name, values = {}) =>
  Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, () => value), box.getAttribute(`data-say-${name}`) ?? name);

// The list of results is kept here: a page that the server renders anew takes everything away that stood in it before.
const results = document.createElement("ul");
results.id = "upload-results";
results.setAttribute("role", "status");
const placeResults = () => {
  const box = document.querySelector("#page-documents [data-upload]");
  if (results.children.length && box && box.nextElementSibling !== results) box.after(results);
};

// A document of the file's name is there, with other content: the person decides.
const askToReplace = (box, row, known, decided) => {
  const asked = document.createElement("span");
  asked.className = "replace";
  asked.setAttribute("role", "alert");
  asked.textContent = say(box, "exists", { document: known });
  for (const [name, replace] of [["replace", true], ["keep", false]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = replace ? "plain danger" : "plain";
    button.dataset.replace = replace;
    button.textContent = say(box, name);
    button.addEventListener("click", () => {
      asked.remove();
      decided(replace);
    });
    asked.append(button);
  }
  row.append(asked);
};

const sendFile = (file, box, row, replace = false) =>
  new Promise((resolve) => {
    const state = row.querySelector(".state");
    const bar = row.querySelector("progress") ?? row.appendChild(document.createElement("progress"));
    const finish = (status, message) => {
      row.className = status;
      bar.remove();
      state.textContent = [say(box, status), message].filter(Boolean).join(" · ");
      resolve(status);
    };
    if (file.size > box.dataset.largest * 1048576) return finish("failed", say(box, "413", { size: box.dataset.largest }));
    const request = new XMLHttpRequest();
    const line = (text) => {
      const { state: at, page, pages, status, message, problems, document: found } = JSON.parse(text);
      if (at === "done") {
        const about = found ? [found.organisation, found.level, found.year, found.stage].filter(Boolean).join(" ") : "";
        finish(status, [about, message, problems ? say(box, "problems", { count: problems }) : ""].filter(Boolean).join(" · "));
      } else {
        state.textContent = say(box, at) + (pages ? ` · ${say(box, "page", { page, pages })}` : "");
        if (pages) Object.assign(bar, { max: pages, value: page });
        else bar.removeAttribute("value");
      }
    };
    let read = 0;
    const more = () => {
      if (request.status !== 200) return;
      const lines = request.responseText.slice(read).split("\n");
      read = request.responseText.length - lines.pop().length;
      lines.filter(Boolean).forEach(line);
    };
    request.upload.onprogress = (event) => Object.assign(bar, { max: event.total, value: event.loaded });
    request.onprogress = more;
    request.onload = () => {
      more();
      if (request.status === 200) {
        // A response that was cut off, such as by a proxy that ran out of patience.
        if (!row.className) finish("failed", say(box, "lost"));
        return;
      }
      let message = request.responseText;
      try { message = JSON.parse(message).detail; } catch { /* plain text */ }
      if (request.status !== 409 || !message.known) {
        const status = String(request.status);
        const said = box.hasAttribute(`data-say-${status}`) ? say(box, status, { size: box.dataset.largest }) : message;
        return finish("failed", String(said));
      }
      bar.remove();
      state.textContent = "";
      askToReplace(box, row, message.known, (agreed) => (agreed ? enqueue(file, box, row, true) : finish("kept", "")));
      resolve("asking");
    };
    request.onerror = () => finish("failed", say(box, "lost"));
    request.open("POST", `api/documents?${new URLSearchParams({ name: file.name, replace })}`);
    state.textContent = say(box, "uploading");
    request.send(file);
  });

const addFiles = async (files, box) => {
  for (const done of results.querySelectorAll("li[class]")) done.remove();
  const rows = [...files].map((file) => {
    const row = document.createElement("li");
    const name = document.createElement("b");
    const state = document.createElement("span");
    const bar = document.createElement("progress");
    name.textContent = file.name;
    state.className = "state";
    state.textContent = say(box, "waiting");
    row.append(name, state, bar);
    results.append(row);
    return [file, row];
  });
  placeResults();
  for (const [file, row] of rows) enqueue(file, box, row, false);
};

// One file after the other, as the browser has few connections to a host and the server reads one at a time.
const sending = { last: Promise.resolve(), count: 0, changed: false };
const enqueue = (file, box, row, replace) => {
  sending.count += 1;
  sending.last = sending.last
    .then(() => sendFile(file, box, row, replace))
    .then((status) => {
      sending.count -= 1;
      sending.changed ||= ["added", "replaced", "reread"].includes(status);
      if (sending.count || !sending.changed) return;
      sending.changed = false;
      libraryChanged();
    });
};

const libraryChanged = () => {
  if (current.page === "documents") showPage("documents", current.query);
  trigger("loaded", {});
};

document.addEventListener("change", (event) => {
  if (!event.target.hasAttribute?.("data-upload-input")) return;
  const files = [...event.target.files];
  event.target.value = "";
  addFiles(files, event.target.closest("[data-upload]"));
});
document.addEventListener("keydown", (event) => {
  if ((event.key === "Enter" || event.key === " ") && event.target.matches?.("[data-upload] label")) {
    event.preventDefault();
    event.target.click();
  }
});
for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    const box = document.querySelector("#page-documents [data-upload]");
    const usable = box && current.page === "documents";
    if (box) box.classList.toggle("over", usable && kind !== "dragleave" && kind !== "drop");
    if (kind === "drop" && usable) addFiles([...event.dataTransfer.files], box);
  });
}

Object.assign(actions, {
  "ask-remove": (button) => {
    button.hidden = true;
    button.nextElementSibling.hidden = false;
    button.nextElementSibling.querySelector("[data-act=keep]").focus();
  },
  keep: (button) => {
    const confirm = button.closest(".confirm");
    confirm.hidden = true;
    confirm.previousElementSibling.hidden = false;
    confirm.previousElementSibling.focus();
  },
  remove: async (button) => {
    button.disabled = true;
    const answer = await fetch(`api/documents/${encodeURIComponent(button.dataset.document)}`, { method: "DELETE" });
    if (answer.ok) return libraryChanged();
    const { detail } = await answer.json().catch(() => ({ detail: answer.status }));
    button.closest(".confirm").textContent = String(detail);
  },
});

const startPages = () => {
  for (const page of PAGES) {
    watchChanges(`#page-${page}`, () => document.querySelector(`#page-${page}`)?.classList.remove("working"));
  }
  watchChanges("#page-documents", placeResults);
};
