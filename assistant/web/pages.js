
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
  sendLast("view", { page, query });
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
    sendLast("cite", { id: query.cite, n: 1 });
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

// The address of a finding opens its first side too, where there is room beside it.
const openFinding = () => {
  const chip = document.querySelector("#page-audit .finding [data-cite]");
  if (current.page !== "audit" || !current.query.check || !chip || innerWidth <= 880) return;
  if (opener?.isConnected && opener.closest("#page-audit")) return;
  openSource(chip);
};

const startPages = () => {
  watchChanges("#page-audit", openFinding);
  for (const page of PAGES) {
    watchChanges(`#page-${page}`, () => {
      document.querySelector(`#page-${page}`)?.classList.remove("working");
      noticeAnswer("view", `#page-${page}`);
    });
  }
  watchChanges("#page-documents", placeResults);
};
