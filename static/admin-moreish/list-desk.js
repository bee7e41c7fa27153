// The desk of a list without reloading: adding, looking, moving and counting. Without this module
// the same buttons send the form, which comes back arranged and unsaved.

const list = document.getElementById("desk-entry-list");
const form = list?.closest("form");
const SHORTEST = 40;
const LONGEST = 160;

if (form) {
  document.documentElement.classList.add("has-module");
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name]");
    if (button) press(event, button);
  });
  form.addEventListener("keydown", (event) => {
    // Enter in the search field looks; in other fields of one line it does nothing.
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    if (["submit", "button", "checkbox"].includes(event.target.type)) return;
    event.preventDefault();
    if (event.target.name.startsWith("find-")) ask("_find", "1");
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches(".desk-blurb textarea")) count(event.target);
  });
  list.querySelectorAll(".desk-blurb textarea").forEach(count);
  list.querySelectorAll(".desk-entry").forEach(makeDraggable);
}

function press(event, button) {
  const [name, value] = [button.name, button.value];
  if (name === "_move") {
    event.preventDefault();
    move(button.closest(".desk-entry"), value.split(":")[0]);
    button.focus();
  } else if (["_add", "_seed", "_find", "_start", "_drop"].includes(name)) {
    event.preventDefault();
    ask(name, value);
  }
}

// Order -----------------------------------------------------------------------------------------

function entries() {
  return [...list.querySelectorAll(":scope > .desk-entry")];
}

function numberOf(entry) {
  return entry.querySelector('input[name$="-position"]');
}

function move(entry, where) {
  const before = entries();
  const at = before.indexOf(entry);
  const to = { up: at - 1, down: at + 1, top: 0, bottom: before.length - 1 }[where];
  place(entry, Math.max(0, Math.min(to, before.length - 1)));
}

// The numbers stay where they are, and entries move between them; as lists/desk/arranging.py does.
function place(entry, to) {
  const before = entries();
  const numbers = before.map((each) => Number(numberOf(each).value) || 0);
  const after = before.filter((each) => each !== entry);
  after.splice(to, 0, entry);
  const next = after[to + 1] ?? null;
  if (next) list.insertBefore(entry, next);
  else list.append(entry);
  let last = 0;
  after.forEach((each, index) => {
    last = Math.max(last + 1, numbers[index]);
    numberOf(each).value = String(last);
  });
  say(`${entry.dataset.title} is now number ${to + 1} of ${after.length}.`);
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

function makeDraggable(entry) {
  const grip = entry.querySelector(".desk-grip");
  if (!grip) return;
  // The grip alone is dragged, so that text in the entry can be selected as anywhere.
  grip.setAttribute("draggable", "true");
  grip.addEventListener("dragstart", (event) => {
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    event.dataTransfer.setDragImage(entry, 16, 16);
    entry.classList.add("is-dragged");
  });
  grip.addEventListener("dragend", () => entry.classList.remove("is-dragged"));
  entry.addEventListener("dragover", (event) => {
    if (list.querySelector(".is-dragged")) event.preventDefault();
  });
  entry.addEventListener("drop", (event) => {
    const dragged = list.querySelector(".is-dragged");
    if (!dragged || dragged === entry) return;
    event.preventDefault();
    place(dragged, entries().indexOf(entry));
  });
}

// Words -----------------------------------------------------------------------------------------

function count(textarea) {
  const words = textarea.value.split(/\s+/).filter(Boolean).length;
  const output = textarea.closest(".desk-blurb").querySelector(".desk-words");
  output.textContent = `${words} word${words === 1 ? "" : "s"}`;
  output.classList.toggle("is-off", words > 0 && (words < SHORTEST || words > LONGEST));
}

// Asking the server, which answers with the page as it would be ----------------------------------

async function ask(name, value) {
  const data = new FormData(form);
  data.set(name, value);
  let page;
  try {
    const response = await fetch(form.action || location.href, { method: "POST", body: data });
    if (!response.ok) throw new Error(String(response.status));
    page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!page.getElementById("desk-entry-list")) throw new Error("no desk");
  } catch {
    say("The server did not answer as expected. Nothing is lost: save, or try again.", true);
    return;
  }
  if (name === "_start") takeWords(page, value);
  else if (name === "_seed") takeAll(page);
  else takeEntries(page);
  takePart(page, "desk-suggestions");
  if (name === "_find") document.getElementById("desk-suggestions").scrollTop = 0;
}

function takePart(page, id) {
  const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
  if (!old || !fresh) return;
  const top = old.scrollTop;
  old.replaceWith(document.adoptNode(fresh));
  fresh.scrollTop = top;
}

function takeEntries(page) {
  const there = new Map([...page.querySelectorAll("#desk-entry-list > .desk-entry")].map((each) => [each.id, each]));
  for (const entry of entries()) {
    if (!there.has(entry.id)) {
      entry.remove();
      say(`${entry.dataset.title} is not added.`);
    }
  }
  for (const [id, entry] of there) {
    if (document.getElementById(id)) continue;
    list.append(document.adoptNode(entry));
    wake(entry);
    say(`${entry.dataset.title} is added at the end.`);
  }
  document.querySelector("#desk-entries > .desk-empty")?.toggleAttribute("hidden", entries().length > 0);
  takeTotal(page);
}

function takeAll(page) {
  takeTotal(page);
  document.getElementById("desk-entries").replaceWith(document.adoptNode(page.getElementById("desk-entries")));
  location.hash = "desk-entries";
}

function takeTotal(page) {
  const id = "id_entries-TOTAL_FORMS";
  document.getElementById(id).value = page.getElementById(id).value;
}

function takeWords(page, index) {
  for (const field of ["blurb", "starter"]) {
    const id = `id_entries-${index}-${field}`;
    document.getElementById(id).value = page.getElementById(id).value;
  }
  const textarea = document.getElementById(`id_entries-${index}-blurb`);
  count(textarea);
  textarea.focus();
}

function wake(entry) {
  makeDraggable(entry);
  entry.querySelectorAll(".desk-blurb textarea").forEach(count);
  window.django?.jQuery?.(entry).find(".admin-autocomplete").djangoAdminSelect2?.();
}

function say(words, isAlert = false) {
  const place = document.getElementById("desk-said");
  place.textContent = words;
  place.classList.toggle("visually-hidden", !isAlert);
}
