
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
